/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.TraceSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Spans of one trace that came together: the trace id once, then the spans. */
public final class TraceSliceSerializer extends RecordSerializer<TraceSlice> {
    static final TraceSliceSerializer INSTANCE = new TraceSliceSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 2;

    @Override
    public TraceSlice createInstance() {
        return new TraceSlice(new TraceId(0, 0), List.of());
    }

    @Override
    public void serialize(TraceSlice value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value.traceId(), target);
        target.writeInt(value.spans().size());
        for (Span span : value.spans()) {
            DomainIo.write(span, target);
        }
    }

    @Override
    public TraceSlice deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "trace slice");
        TraceId traceId = DomainIo.readTraceId(source);
        int size = source.readInt();
        List<Span> spans = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            spans.add(DomainIo.readSpan(traceId, source));
        }
        return new TraceSlice(traceId, spans);
    }

    @Override
    public TypeSerializerSnapshot<TraceSlice> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TraceSlice> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
