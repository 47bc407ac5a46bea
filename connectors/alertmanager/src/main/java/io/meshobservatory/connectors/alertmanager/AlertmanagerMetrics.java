/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer counts, as Flink metrics under the group {@code alertmanager}, and says in the log, at most once a minute.
 * Used from the task's thread only.
 */
final class AlertmanagerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerMetrics.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Counter told;
    private final Counter endsNotTold;
    private final Counter forgotten;
    private final Map<SendResult, Counter> failures = new EnumMap<>(SendResult.class);
    private long failuresSinceLog;
    private long nextLogNanos = System.nanoTime();

    /** @param open how many alerts are open now */
    AlertmanagerMetrics(MetricGroup group, Supplier<Integer> open) {
        MetricGroup alertmanager = group.addGroup("alertmanager");
        told = alertmanager.counter("alertsTold");
        endsNotTold = alertmanager.counter("endsNotTold");
        forgotten = alertmanager.counter("alertsForgotten");
        alertmanager.gauge("alertsKept", open::get);
        MetricGroup failed = alertmanager.addGroup("requestsFailed");
        for (SendResult result : SendResult.values()) {
            if (result != SendResult.TOLD) {
                failures.put(result, failed.counter(result.metricName()));
            }
        }
    }

    /** Alerts that an instance has taken; each time one is told counts. */
    void told(int alerts) {
        told.inc(alerts);
    }

    /** An end that was not told; the alert expires there by itself. */
    void endNotTold() {
        endsNotTold.inc();
    }

    /** An open alert that has had no news for too long, and is told no more. */
    void forgotten() {
        forgotten.inc();
    }

    /** A request that failed. */
    void failed(SendResult result, String detail) {
        Counter counter = failures.get(result);
        if (counter != null) {
            counter.inc();
        }
        failuresSinceLog++;
        long now = System.nanoTime();
        if (now - nextLogNanos >= 0) {
            nextLogNanos = now + LOG_INTERVAL_NANOS;
            LOG.warn(
                    "{} requests to Alertmanager failed since the last such message: {}, {}",
                    failuresSinceLog,
                    result,
                    detail);
            failuresSinceLog = 0;
        }
    }
}
