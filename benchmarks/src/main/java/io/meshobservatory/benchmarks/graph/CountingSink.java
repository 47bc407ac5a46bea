/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Counts the rows of edges, and keeps the last row of each edge and hour, for the program that runs the job in its own
 * process. For jobs that do not restart.
 */
final class CountingSink implements Sink<EdgeRow> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Rows> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    CountingSink() {
        OPEN.put(id, new Rows());
    }

    /** What came, once the job has ended. */
    EdgeCounts counts() {
        Rows rows = Objects.requireNonNull(OPEN.get(id), "closed");
        Map<Relation, EdgeCounts.Count> counts = new HashMap<>();
        rows.hours.forEach((hour, count) -> counts.merge(hour.edge().relation(), count, EdgeCounts.Count::plus));
        counts.values().removeIf(count -> count.calls() == 0);
        return new EdgeCounts(counts);
    }

    /** How many rows came. */
    long rows() {
        return Objects.requireNonNull(OPEN.get(id), "closed").rows.sum();
    }

    /** Forgets what came. */
    void release() {
        OPEN.remove(id);
    }

    @Override
    public SinkWriter<EdgeRow> createWriter(WriterInitContext context) {
        Rows rows = Objects.requireNonNull(OPEN.get(id), "closed before the job ended");
        return new SinkWriter<>() {
            @Override
            public void write(EdgeRow row, Context elementContext) {
                rows.rows.increment();
                if (row.windowSize() == WindowSize.ONE_HOUR) {
                    rows.hours.put(
                            new Hour(row.edge(), row.windowStartMillis()),
                            new EdgeCounts.Count(row.calls(), row.errors()));
                }
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    private record Hour(Edge edge, long startMillis) {}

    private static final class Rows {
        private final LongAdder rows = new LongAdder();
        private final Map<Hour, EdgeCounts.Count> hours = new ConcurrentHashMap<>();
    }
}
