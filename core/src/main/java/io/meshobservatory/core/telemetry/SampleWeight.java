/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

/**
 * How many calls one recorded call stands for, where traces are sampled: the inverse of the sampling probability, in
 * fixed-point numbers of {@value #FRACTION_BITS} fractional bits, so that sums are exact in any order.
 *
 * <p>Source: OpenTelemetry's consistent probability sampling; the sub-key {@code th} of the vendor key {@code ot} in
 * {@code tracestate} is the rejection threshold T, 14 hexadecimal digits with trailing zeros left out, and the
 * probability is (2^56 - T) / 2^56.
 */
public final class SampleWeight {
    /** The weight of a call that stands for itself alone. */
    public static final long ONE = 1L << 16;

    private static final int FRACTION_BITS = 16;
    private static final int THRESHOLD_DIGITS = 14;
    private static final double RANGE = 0x1p56;

    /** A million: rarer samples than that tell nothing that should be multiplied. */
    private static final long MAX = 1_000_000L << FRACTION_BITS;

    private SampleWeight() {}

    /** The weight that a {@code tracestate} tells; {@link #ONE} where it tells none, or one that cannot be read. */
    public static long ofTraceState(String traceState) {
        for (String member : traceState.split(",", -1)) {
            String trimmed = member.strip();
            if (trimmed.startsWith("ot=")) {
                for (String field : trimmed.substring(3).split(";", -1)) {
                    if (field.startsWith("th:")) {
                        return ofThreshold(field.substring(3));
                    }
                }
            }
        }
        return ONE;
    }

    /** How many calls a sum of weights stands for, rounded to the nearest whole number. */
    public static long calls(long weights) {
        return (weights + ONE / 2) >> FRACTION_BITS;
    }

    /** A size or time of one call, multiplied by its weight and rounded. */
    public static long scale(long value, long weight) {
        return weight == ONE ? value : Math.round(value * ((double) weight / ONE));
    }

    private static long ofThreshold(String digits) {
        if (digits.isEmpty() || digits.length() > THRESHOLD_DIGITS) {
            return ONE;
        }
        long threshold = 0;
        for (int i = 0; i < THRESHOLD_DIGITS; i++) {
            int digit = i < digits.length() ? Character.digit(digits.charAt(i), 16) : 0;
            if (digit < 0) {
                return ONE;
            }
            threshold = threshold << 4 | digit;
        }
        return Math.min(MAX, Math.round(ONE * (RANGE / (RANGE - threshold))));
    }
}
