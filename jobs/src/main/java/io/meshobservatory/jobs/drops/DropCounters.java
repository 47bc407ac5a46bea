/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.drops;

import io.meshobservatory.core.telemetry.DropReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The counter {@code droppedSpans} of an operator, once per reason. Not thread-safe. */
public final class DropCounters {
    private final Map<DropReason, Counter> counters = new EnumMap<>(DropReason.class);

    /** @param group the operator's */
    public DropCounters(MetricGroup group) {
        for (DropReason reason : DropReason.values()) {
            counters.put(reason, group.addGroup("reason", reason.label()).counter("droppedSpans"));
        }
    }

    /** Counts one. */
    public void count(DropReason reason) {
        count(reason, 1);
    }

    /** Counts some. */
    public void count(DropReason reason, int spans) {
        Objects.requireNonNull(counters.get(reason)).inc(spans);
    }
}
