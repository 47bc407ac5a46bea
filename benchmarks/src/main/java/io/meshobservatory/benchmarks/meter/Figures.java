/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.meter;

import java.util.Arrays;

/** Figures of several rounds as one, and settings of which a figure makes sense. */
public final class Figures {
    private static final double STEPS = 1_000;

    private Figures() {}

    /** The median of at least one value, which may be in any order; of an even number, the mean of the middle two. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Rounded to thousandths. */
    public static double rounded(double value) {
        return Math.round(value * STEPS) / STEPS;
    }

    /**
     * Checks a setting.
     *
     * @throws IllegalArgumentException if the value is less than the least that makes sense; it says what was expected
     */
    public static void requireAtLeast(String what, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
