/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.metric.UnusableReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The counter {@code unusableMetricPoints} of an operator, once per reason. Not thread-safe. */
final class UnusableCounters {
    private final Map<UnusableReason, Counter> counters = new EnumMap<>(UnusableReason.class);

    UnusableCounters(MetricGroup group) {
        for (UnusableReason reason : UnusableReason.values()) {
            counters.put(reason, group.addGroup("reason", reason.label()).counter("unusableMetricPoints"));
        }
    }

    /** Counts points, and makes the fact that tells of them. */
    Fact count(Node node, UnusableReason reason, long timeMillis, long points) {
        Objects.requireNonNull(counters.get(reason)).inc(points);
        return new Fact(node, null, FactKind.UNUSABLE_METRIC_POINTS, reason.label(), timeMillis, points);
    }
}
