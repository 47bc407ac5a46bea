/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Latency of one side of an edge in one window. Immutable by convention: the array is not copied and must not be
 * written to.
 *
 * @param calls how many calls the measured ones stand for, at least 1
 * @param meanMillis their exact mean, milliseconds
 * @param p50Millis median, with a relative error of at most 1 %; likewise the two that follow
 * @param p95Millis 95th percentile
 * @param p99Millis 99th percentile
 * @param sketch the DDSketch of the latencies in milliseconds, in the encoding of DataDog's sketches-java, so that
 *     windows can be merged
 */
public record LatencySummary(
        long calls, double meanMillis, double p50Millis, double p95Millis, double p99Millis, byte[] sketch) {
    private static final double NANOS_PER_MILLI = 1e6;

    public LatencySummary {
        Objects.requireNonNull(sketch, "sketch");
    }

    /** The summary of a histogram that is not empty. */
    static LatencySummary of(LatencyHistogram histogram, long sumNanos) {
        long calls = histogram.count();
        return new LatencySummary(
                calls,
                (double) sumNanos / calls / NANOS_PER_MILLI,
                histogram.quantileMillis(0.50),
                histogram.quantileMillis(0.95),
                histogram.quantileMillis(0.99),
                histogram.encode());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LatencySummary that
                && calls == that.calls
                && Double.compare(meanMillis, that.meanMillis) == 0
                && Double.compare(p50Millis, that.p50Millis) == 0
                && Double.compare(p95Millis, that.p95Millis) == 0
                && Double.compare(p99Millis, that.p99Millis) == 0
                && Arrays.equals(sketch, that.sketch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(calls, meanMillis, p50Millis, p95Millis, p99Millis, Arrays.hashCode(sketch));
    }

    @Override
    public String toString() {
        return "LatencySummary[calls=" + calls + ", meanMillis=" + meanMillis + ", p50Millis=" + p50Millis
                + ", p95Millis=" + p95Millis + ", p99Millis=" + p99Millis + ", sketch=" + sketch.length + " bytes]";
    }
}
