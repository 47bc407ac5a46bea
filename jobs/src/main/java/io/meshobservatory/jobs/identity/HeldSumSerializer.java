/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Sums that wait for a name: format, number of bytes, bytes. */
public final class HeldSumSerializer extends RecordSerializer<HeldSum> {
    static final HeldSumSerializer INSTANCE = new HeldSumSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public HeldSum createInstance() {
        return new HeldSum(new byte[0]);
    }

    @Override
    public void serialize(HeldSum value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeInt(value.bytes().length);
        target.write(value.bytes());
    }

    @Override
    public HeldSum deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "held sum");
        int length = source.readInt();
        if (length < 0) {
            throw new IOException("held sum of " + length + " bytes (expected: 0 or more)");
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return new HeldSum(bytes);
    }

    @Override
    public TypeSerializerSnapshot<HeldSum> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<HeldSum> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
