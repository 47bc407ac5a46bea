/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

/** How the n-th repetition of a recording differs from the first. */
public final class Repetition {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Repetition() {}

    /** The trace mask of a repetition; 0 for the first, and never the same for two of them. */
    public static long traceMask(long number) {
        // odd, so that products of different numbers differ
        return number * GOLDEN;
    }

    /** How much later than the first it is, nanoseconds. */
    public static long shiftNanos(long number, Recording recording) {
        return number * recording.periodMillis() * NANOS_PER_MILLI;
    }
}
