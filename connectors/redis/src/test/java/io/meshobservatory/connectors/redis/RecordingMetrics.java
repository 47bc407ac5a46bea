/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps the counters that are registered, by their name alone. */
final class RecordingMetrics extends UnregisteredMetricsGroup {
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    @Override
    public <C extends Counter> C counter(String name, C counter) {
        counters.put(name, counter);
        return counter;
    }

    @Override
    public MetricGroup addGroup(String name) {
        return this;
    }

    long count(String name) {
        return counters.get(name).getCount();
    }

    long failures() {
        long sum = 0;
        for (WriteFailure failure : WriteFailure.values()) {
            sum += count(failure.metricName());
        }
        return sum;
    }
}
