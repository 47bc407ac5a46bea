/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Spans of a request on their way to where their traces are assembled. */
public final class SliceBatchSerializer extends RecordSerializer<SliceBatch> {
    static final SliceBatchSerializer INSTANCE = new SliceBatchSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public SliceBatch createInstance() {
        return new SliceBatch(new TraceId(0, 0), 0, new byte[0], new byte[0]);
    }

    @Override
    public void serialize(SliceBatch value, DataOutputView target) throws IOException {
        target.writeLong(value.key().high());
        target.writeLong(value.key().low());
        target.writeInt(value.textCount());
        write(value.texts(), target);
        write(value.slices(), target);
    }

    @Override
    public SliceBatch deserialize(DataInputView source) throws IOException {
        TraceId key = new TraceId(source.readLong(), source.readLong());
        int textCount = source.readInt();
        byte[] texts = read(source);
        return new SliceBatch(key, textCount, texts, read(source));
    }

    private static void write(byte[] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static byte[] read(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return bytes;
    }

    @Override
    public TypeSerializerSnapshot<SliceBatch> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SliceBatch> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
