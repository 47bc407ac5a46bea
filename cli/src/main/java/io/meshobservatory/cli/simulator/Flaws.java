/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.Locale;

/**
 * What keeps telemetry from being the whole truth in order. Immutable.
 *
 * @param sampling ratio in (0, 1] of traces that are recorded; decided at the head, and alike by every participant
 * @param spanLoss ratio in [0, 1] of spans that are lost on their way
 * @param duplicates ratio in [0, 1] of requests with telemetry that are sent twice
 * @param clockSkewNanos how far the clocks of pods are off at most
 */
public record Flaws(double sampling, double spanLoss, double duplicates, long clockSkewNanos) {
    /** Everything is recorded, and comes once. */
    public static final Flaws NONE = new Flaws(1, 0, 0, 0);

    private static final double THRESHOLD_RANGE = 0x1p56;
    private static final int THRESHOLD_DIGITS = 14;

    /** The same with another sampling. */
    public Flaws withSampling(double ratio) {
        return new Flaws(ratio, spanLoss, duplicates, clockSkewNanos);
    }

    /**
     * OpenTelemetry's rejection threshold of the sampling: a trace is recorded if the last 56 bits of its id are at least
     * this.
     */
    long threshold() {
        return Math.round((1 - sampling) * THRESHOLD_RANGE);
    }

    /** What a consistent sampler writes into tracestate. */
    String traceState() {
        String digits = String.format(Locale.ROOT, "%0" + THRESHOLD_DIGITS + "x", threshold());
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return "ot=th:" + digits.substring(0, end);
    }
}
