/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What a writer counts, as Flink metrics under the group {@code database}. Used from the task's thread only. */
final class SinkMetrics {
    /** The catalogue of counters. */
    enum Count {
        /** Rows inserted or replaced, after the commit. */
        ROWS_WRITTEN("rowsWritten"),
        /** Rows removed because they say that there is nothing any more, after the commit. */
        ROWS_REMOVED("rowsRemoved"),
        /** Rows removed after a restore because a failed attempt inserted them after the checkpoint. */
        ROWS_TAKEN_BACK("rowsTakenBack"),
        /** Rows not written because a later one of the same key came before the flush. */
        ROWS_SUPERSEDED("rowsSuperseded"),
        /** Flushes that were committed. */
        FLUSHES("flushes"),
        /** Time spent in those flushes, retries included, milliseconds. */
        FLUSH_MILLIS("flushMillis"),
        /** Attempts that failed and were repeated after a wait. */
        RETRIES("retries"),
        /** Partitions made because rows needed them. */
        PARTITIONS_MADE("partitionsMade");

        private final String metricName;

        Count(String metricName) {
            this.metricName = metricName;
        }
    }

    private final Map<Count, Counter> counters = new EnumMap<>(Count.class);
    private long lastFlushMillis;

    SinkMetrics(MetricGroup group) {
        MetricGroup database = group.addGroup("database");
        for (Count count : Count.values()) {
            counters.put(count, database.counter(count.metricName));
        }
        database.gauge("lastFlushMillis", () -> lastFlushMillis);
    }

    void add(Count count, long number) {
        requireNonNull(counters.get(count), "count").inc(number);
    }

    void flushed(long millis) {
        add(Count.FLUSHES, 1);
        add(Count.FLUSH_MILLIS, millis);
        lastFlushMillis = millis;
    }
}
