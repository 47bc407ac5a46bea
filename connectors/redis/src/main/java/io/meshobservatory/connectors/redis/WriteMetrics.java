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
final class WriteMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WriteMetrics.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String rows;
    private final Counter written;
    private final Counter late;
    private final Counter otherWindows;
    private final Map<WriteFailure, Counter> failures = new EnumMap<>(WriteFailure.class);
    private final AtomicLong failuresSinceLog = new AtomicLong();
    private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

    /**
     * Registers the counters.
     *
     * @param rows what is written, as {@code rows}: the names of the counters begin with it
     */
    WriteMetrics(MetricGroup group, String rows) {
        this.rows = rows;
        MetricGroup redis = group.addGroup("redis");
        written = redis.counter(rows + "Written", new ThreadSafeSimpleCounter());
        late = redis.counter(rows + "Late", new ThreadSafeSimpleCounter());
        otherWindows = redis.counter(rows + "OfOtherWindows", new ThreadSafeSimpleCounter());
        MetricGroup failed = redis.addGroup(rows + "Failed");
        for (WriteFailure failure : WriteFailure.values()) {
            failures.put(failure, failed.counter(failure.metricName(), new ThreadSafeSimpleCounter()));
        }
    }

    /** Published, and shown or removed. */
    void written() {
        written.inc();
    }

    /** Not shown, since a newer one is. */
    void late() {
        late.inc();
    }

    /** Not for the live graph, which shows windows of 10 s only. */
    void ofOtherWindow() {
        otherWindows.inc();
    }

    /** Neither shown nor published. */
    void failed(WriteFailure failure, @Nullable Throwable cause) {
        Counter counter = failures.get(failure);
        if (counter != null) {
            counter.inc();
        }
        failuresSinceLog.incrementAndGet();
        long now = System.nanoTime();
        long next = nextLogNanos.get();
        if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warn(
                    "Redis misses {} {} since the last such message (the tables do not): {}{}",
                    failuresSinceLog.getAndSet(0),
                    rows,
                    failure,
                    cause == null ? "" : ", " + cause.getMessage());
        }
    }
}
