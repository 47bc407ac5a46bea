/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a writer counts, as Flink metrics under the group {@code redis}, and says in the log, at most once a minute. Thread-safe:
 * answers come on threads of the client.
 */
final class LiveEdgeMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(LiveEdgeMetrics.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Counter written;
    private final Counter late;
    private final Counter otherWindows;
    private final Map<LiveEdgeFailure, Counter> failures = new EnumMap<>(LiveEdgeFailure.class);
    private final AtomicLong failuresSinceLog = new AtomicLong();
    private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

    LiveEdgeMetrics(MetricGroup group) {
        MetricGroup redis = group.addGroup("redis");
        written = redis.counter("rowsWritten", new ThreadSafeSimpleCounter());
        late = redis.counter("rowsLate", new ThreadSafeSimpleCounter());
        otherWindows = redis.counter("rowsOfOtherWindows", new ThreadSafeSimpleCounter());
        MetricGroup failed = redis.addGroup("rowsFailed");
        for (LiveEdgeFailure failure : LiveEdgeFailure.values()) {
            failures.put(failure, failed.counter(failure.metricName(), new ThreadSafeSimpleCounter()));
        }
    }

    /** Published, and shown or removed. */
    void written() {
        written.inc();
    }

    /** Published, but not shown, since a newer window of the edge is. */
    void late() {
        late.inc();
    }

    /** Not for the live graph, which shows windows of 10 s only. */
    void ofOtherWindow() {
        otherWindows.inc();
    }

    /** Neither shown nor published. */
    void failed(LiveEdgeFailure failure, @Nullable Throwable cause) {
        Counter counter = failures.get(failure);
        if (counter != null) {
            counter.inc();
        }
        failuresSinceLog.incrementAndGet();
        long now = System.nanoTime();
        long next = nextLogNanos.get();
        if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warn(
                    "The live graph misses {} rows since the last such message (the tables do not): {}{}",
                    failuresSinceLog.getAndSet(0),
                    failure,
                    cause == null ? "" : ", " + cause.getMessage());
        }
    }
}
