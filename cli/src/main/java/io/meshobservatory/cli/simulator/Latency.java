/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.random.SeededRandom;

/**
 * A log-normal distribution of durations, cut off at {@value #CUT_OFF} times its 99th percentile so that every trace has
 * an end that can be told in advance. Immutable.
 *
 * @param p50Millis median, above 0
 * @param p99Millis 99th percentile, not below the median
 */
public record Latency(double p50Millis, double p99Millis) {
    static final int CUT_OFF = 4;

    private static final double NANOS_PER_MILLI = 1e6;
    /** The 99th percentile of the standard normal distribution. */
    private static final double Z99 = 2.3263478740408408;

    public Latency {
        if (!(p50Millis > 0)) {
            throw new IllegalArgumentException("p50Millis: " + p50Millis + " (expected: above 0)");
        }
        if (!(p99Millis >= p50Millis)) {
            throw new IllegalArgumentException("p99Millis: " + p99Millis + " (expected: at least " + p50Millis + ")");
        }
    }

    /** A duration in nanoseconds, at least 1. */
    public long draw(SeededRandom random) {
        double sigma = StrictMath.log(p99Millis / p50Millis) / Z99;
        double millis = p50Millis * StrictMath.exp(sigma * random.nextGaussian());
        return Math.max(1, (long) (Math.min(millis, CUT_OFF * p99Millis) * NANOS_PER_MILLI));
    }

    /** The longest duration that {@link #draw} can give, in nanoseconds. */
    public long maxNanos() {
        return (long) (CUT_OFF * p99Millis * NANOS_PER_MILLI) + 1;
    }
}
