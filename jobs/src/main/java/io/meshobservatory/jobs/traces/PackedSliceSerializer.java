/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Spans of one trace on their way to where it is assembled. */
public final class PackedSliceSerializer extends RecordSerializer<PackedSlice> {
    static final PackedSliceSerializer INSTANCE = new PackedSliceSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public PackedSlice createInstance() {
        return new PackedSlice(new TraceId(0, 0), 0, 0, new byte[0]);
    }

    @Override
    public void serialize(PackedSlice value, DataOutputView target) throws IOException {
        target.writeLong(value.traceId().high());
        target.writeLong(value.traceId().low());
        target.writeLong(value.firstEndMillis());
        target.writeLong(value.lastEndMillis());
        target.writeInt(value.spans().length);
        target.write(value.spans());
    }

    @Override
    public PackedSlice deserialize(DataInputView source) throws IOException {
        TraceId traceId = new TraceId(source.readLong(), source.readLong());
        long first = source.readLong();
        long last = source.readLong();
        byte[] spans = new byte[source.readInt()];
        source.readFully(spans);
        return new PackedSlice(traceId, first, last, spans);
    }

    @Override
    public TypeSerializerSnapshot<PackedSlice> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PackedSlice> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
