/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Who was known by a name; mutable, so copies are real. */
public final class AliasHistorySerializer extends RecordSerializer<AliasHistory> {
    static final AliasHistorySerializer INSTANCE = new AliasHistorySerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public AliasHistory createInstance() {
        return new AliasHistory();
    }

    @Override
    public void serialize(AliasHistory value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        value.write(target);
    }

    @Override
    public AliasHistory deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "alias history");
        return AliasHistory.read(source);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public AliasHistory copy(AliasHistory from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<AliasHistory> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<AliasHistory> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
