/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Pages of traces at rest: {@link PageBytes}, which begin with their format, behind their length. Nobody writes to a page in state. */
public final class PageBytesSerializer extends RecordSerializer<byte[]> {
    static final PageBytesSerializer INSTANCE = new PageBytesSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public byte[] createInstance() {
        return new byte[0];
    }

    @Override
    public void serialize(byte[] page, DataOutputView target) throws IOException {
        target.writeInt(page.length);
        target.write(page);
    }

    @Override
    public byte[] deserialize(DataInputView source) throws IOException {
        byte[] page = new byte[source.readInt()];
        source.readFully(page);
        return page;
    }

    @Override
    public TypeSerializerSnapshot<byte[]> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<byte[]> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
