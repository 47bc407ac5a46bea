/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The key of a trace: format, then 16 bytes. */
public final class TraceIdSerializer extends RecordSerializer<TraceId> {
    static final TraceIdSerializer INSTANCE = new TraceIdSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public TraceId createInstance() {
        return new TraceId(0, 0);
    }

    @Override
    public void serialize(TraceId value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value, target);
    }

    @Override
    public TraceId deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "trace id");
        return DomainIo.readTraceId(source);
    }

    @Override
    public TypeSerializerSnapshot<TraceId> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TraceId> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
