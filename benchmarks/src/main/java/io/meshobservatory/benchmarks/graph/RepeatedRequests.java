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
 * Gives the requests of a recording again and again, each time with other trace ids and later. The numbers come in as many ranges
 * as there are subtasks; the ranges take turns with the requests, so that all are at about the same event time, and it does not
 * matter which subtask takes which range, or more than one. Each subtask changes its own copy of the bytes in place: whoever takes a request must be
 * done with its bytes when it asks for the next.
 */
final class RepeatedRequests implements GeneratorFunction<Long, OtlpRecord> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Recording> OPEN = new ConcurrentHashMap<>();
    private static final String TOPIC = OtlpSignal.SPANS.topic();

    private final String id = UUID.randomUUID().toString();
    private final long firstRepetition;
    private final long rangeSize;
    private final int ranges;
    private transient Recording recording;

    /**
     * @param firstRepetition number of the first repetition, so that no two rounds have the same trace ids
     * @param repetitions how many; a multiple of the number of ranges
     * @param ranges into how many ranges the numbers are split: the parallelism
     */
    RepeatedRequests(Recording recording, long firstRepetition, long repetitions, int ranges) {
        OPEN.put(id, recording);
        this.recording = recording;
        this.firstRepetition = firstRepetition;
        this.rangeSize = repetitions * recording.requests().size() / ranges;
        this.ranges = ranges;
    }

    /** How many requests there are. */
    long count() {
        return rangeSize * ranges;
    }

    void release() {
        OPEN.remove(id);
    }

    @Override
    public void open(SourceReaderContext context) {
        Recording shared = Objects.requireNonNull(OPEN.get(id), "closed before the job ended");
        recording = context.currentParallelism() == 1 ? shared : shared.copy();
    }

    @Override
    public OtlpRecord map(Long number) {
        long position = number % rangeSize * ranges + number / rangeSize;
        int size = recording.requests().size();
        long repetition = firstRepetition + position / size;
        ShiftableRequest request = recording.requests().get((int) (position % size));
        byte[] bytes = request.shift(Repetition.traceMask(repetition), Repetition.shiftNanos(repetition, recording));
        return new OtlpRecord(TOPIC, 0, position, OtlpRecord.NEVER_WRITTEN, bytes);
    }
}
