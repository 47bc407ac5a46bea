/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.kafka.KafkaTopics;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * Gives the rows of a mesh minute by minute: of each edge six of ten seconds, which detection passes over, then the one of the
 * minute. For one subtask. Whoever takes a row must be done with its bytes when it asks for the next.
 */
final class RowRecords implements GeneratorFunction<Long, OtlpRecord> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Given> OPEN = new ConcurrentHashMap<>();
    private static final int ROWS_PER_EDGE = 7;

    /** How long after the end of a minute the graph job gives its rows out. */
    private static final long DELAY_MILLIS = 10_000;

    private final String id = UUID.randomUUID().toString();
    private final int edges;
    private final int minutes;
    private final long measuredFrom;
    private transient Given given;

    /** @param measure called when the first row after the warm-up is asked for, on the thread of the source */
    RowRecords(MeshRows rows, DetectionCostSettings settings, Runnable measure) {
        this.edges = settings.edges();
        this.minutes = settings.warmUpMinutes() + settings.minutes();
        this.measuredFrom = (long) settings.warmUpMinutes() * edges * ROWS_PER_EDGE;
        this.given = new Given(rows, measure);
        OPEN.put(id, given);
    }

    long count() {
        return (long) minutes * edges * ROWS_PER_EDGE;
    }

    void release() {
        OPEN.remove(id);
    }

    @Override
    public void open(SourceReaderContext context) {
        given = Objects.requireNonNull(OPEN.get(id), "closed before the job ended");
    }

    @Override
    public OtlpRecord map(Long number) {
        if (number == measuredFrom) {
            given.measure.run();
        }
        long minute = number / ((long) edges * ROWS_PER_EDGE);
        long position = number % ((long) edges * ROWS_PER_EDGE);
        boolean ofMinute = position >= (long) edges * (ROWS_PER_EDGE - 1);
        byte[] bytes = ofMinute ? given.rows.row((int) (position % edges), minute) : given.rows.otherWindow();
        long givenOut = MeshRows.FIRST_MINUTE_MILLIS + (minute + 1) * WindowSize.ONE_MINUTE.millis() + DELAY_MILLIS;
        return new OtlpRecord(KafkaTopics.EDGES, 0, number, givenOut, bytes);
    }

    private record Given(MeshRows rows, Runnable measure) {}
}
