/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** A counter of an operator, once per reason. Not thread-safe. */
final class LineCounters<R extends Enum<R>> {
    private final Map<R, Counter> counters;

    /**
     * Registers the counters.
     *
     * @param name what they count
     * @param reasons the type of the reasons
     * @param label how a reason is called in metrics
     */
    LineCounters(MetricGroup group, String name, Class<R> reasons, Function<R, String> label) {
        counters = new EnumMap<>(reasons);
        for (R reason : reasons.getEnumConstants()) {
            counters.put(reason, group.addGroup("reason", label.apply(reason)).counter(name));
        }
    }

    void count(R reason) {
        count(reason, 1);
    }

    void count(R reason, int lines) {
        Objects.requireNonNull(counters.get(reason)).inc(lines);
    }
}
