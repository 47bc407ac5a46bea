/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A distribution of durations of any size in little memory: each is counted in a class of the same logarithm, so that a
 * quantile is right to {@value #RESOLUTION} of itself. Not thread-safe.
 */
public final class Durations {
    /** The width of a class, as a ratio. */
    static final double RESOLUTION = 0.002;

    private static final double LOG_STEP = Math.log1p(RESOLUTION);
    private static final double NANOS_PER_MILLI = 1e6;

    private final SortedMap<Integer, Long> classes = new TreeMap<>();
    private long count;

    void add(long nanos) {
        classes.merge((int) Math.round(Math.log(Math.max(1, nanos)) / LOG_STEP), 1L, Long::sum);
        count++;
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /**
     * A quantile by nearest rank, milliseconds; 0 if there is nothing.
     *
     * @param quantile in (0, 1]
     */
    public double quantileMillis(double quantile) {
        long rank = Math.max(1, (long) Math.ceil(quantile * count));
        long seen = 0;
        for (var entry : classes.entrySet()) {
            seen += entry.getValue();
            if (seen >= rank) {
                return Math.exp(entry.getKey() * LOG_STEP) / NANOS_PER_MILLI;
            }
        }
        return 0;
    }
}
