/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.config;

import io.meshobservatory.core.trace.TraceTiming;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.source.OtlpWatermarks;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the service-graph job behaves. Immutable.
 *
 * @param disorder how much later than the latest span of a partition another may arrive without being late
 * @param earliness how much sooner than after the expected disorder the first results of a window of spans are shown; what
 *     comes then still changes them
 * @param idleness how long a partition is silent until it holds nobody up
 * @param allowedLateness how long after its end a window may still change; a multiple of ten seconds
 * @param callerPatience how long a call waits for its caller's span before it is counted without
 * @param futureTolerance how far a span's clock may be ahead of Kafka's
 * @param maxSpansPerTrace how many spans of one trace are kept at a time; what exceeds it is dropped and counted
 * @param nameLimits how many different names the graph may have
 */
public record ServiceGraphConfig(
        Duration disorder,
        Duration earliness,
        Duration idleness,
        Duration allowedLateness,
        Duration callerPatience,
        Duration futureTolerance,
        int maxSpansPerTrace,
        NameLimits nameLimits)
        implements Serializable {
    public ServiceGraphConfig {
        requireAtLeast("disorder", disorder, Duration.ZERO);
        requireAtLeast("earliness", earliness, Duration.ZERO);
        requireAtLeast("idleness", idleness, Duration.ofMillis(1));
        requireAtLeast("future tolerance", futureTolerance, Duration.ZERO);
        if (maxSpansPerTrace < 1) {
            throw new IllegalArgumentException("spans per trace: " + maxSpansPerTrace + " (expected: at least 1)");
        }
        // the flush of a silent partition, to the end of a minute, must stay within it
        requireAtLeast("allowed lateness", allowedLateness, WindowSize.ONE_MINUTE.duration());
        requireAtLeast("caller patience", callerPatience, Duration.ZERO);
        // checks the rest
        new TraceTiming(allowedLateness.toMillis(), callerPatience.toMillis());
    }

    /** What the design prescribes. */
    public static ServiceGraphConfig defaults() {
        return new ServiceGraphConfig(
                Duration.ofSeconds(5),
                Duration.ofMillis(4_800),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                10_000,
                NameLimits.defaults());
    }

    /** The same with another idleness. */
    public ServiceGraphConfig withIdleness(Duration newIdleness) {
        return new ServiceGraphConfig(
                disorder,
                earliness,
                newIdleness,
                allowedLateness,
                callerPatience,
                futureTolerance,
                maxSpansPerTrace,
                nameLimits);
    }

    /** How long traces are waited for. */
    public TraceTiming traceTiming() {
        return new TraceTiming(allowedLateness.toMillis(), callerPatience.toMillis());
    }

    /** The event time of metrics and logs. */
    public OtlpWatermarks watermarks() {
        return watermarks(disorder);
    }

    /**
     * The event time of spans: ahead by the earliness of what their disorder alone would ask for. To close a window before all
     * of its spans can be expected costs nothing but corrections, as late spans change it exactly.
     */
    public OtlpWatermarks spanWatermarks() {
        Duration shown = disorder.minus(earliness);
        return watermarks(shown.isNegative() ? Duration.ZERO : shown);
    }

    private OtlpWatermarks watermarks(Duration behind) {
        Duration flushAhead = WindowSize.TEN_SECONDS.duration().plus(callerPatience);
        return new OtlpWatermarks(behind, idleness, flushAhead, futureTolerance);
    }

    private static void requireAtLeast(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
