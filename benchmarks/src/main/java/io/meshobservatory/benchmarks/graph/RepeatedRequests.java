/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.benchmarks.recording.Repetition;
import io.meshobservatory.benchmarks.recording.ShiftableRequest;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * Gives the requests of a recording again and again, each time with other trace ids and later. The subtasks take turns, so
 * that all are at about the same event time. Each changes its own copy of the bytes in place: whoever takes a request must be
 * done with its bytes when it asks for the next.
 */
final class RepeatedRequests implements GeneratorFunction<Long, OtlpRecord> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Recording> OPEN = new ConcurrentHashMap<>();
    private static final String TOPIC = OtlpSignal.SPANS.topic();

    private final String id = UUID.randomUUID().toString();
    private final long firstRepetition;
    private transient Recording recording;
    private transient long position;
    private transient int stride;

    /** @param firstRepetition number of the first repetition, so that no two rounds have the same trace ids */
    RepeatedRequests(Recording recording, long firstRepetition) {
        OPEN.put(id, recording);
        this.recording = recording;
        this.firstRepetition = firstRepetition;
    }

    void release() {
        OPEN.remove(id);
    }

    @Override
    public void open(SourceReaderContext context) {
        Recording shared = Objects.requireNonNull(OPEN.get(id), "closed before the job ended");
        stride = context.currentParallelism();
        position = context.getIndexOfSubtask();
        recording = stride == 1 ? shared : shared.copy();
    }

    @Override
    public OtlpRecord map(Long unused) {
        int size = recording.requests().size();
        long repetition = firstRepetition + position / size;
        ShiftableRequest request = recording.requests().get((int) (position % size));
        byte[] bytes = request.shift(Repetition.traceMask(repetition), Repetition.shiftNanos(repetition, recording));
        OtlpRecord otlp = new OtlpRecord(TOPIC, 0, position, OtlpRecord.NEVER_WRITTEN, bytes);
        position += stride;
        return otlp;
    }
}
