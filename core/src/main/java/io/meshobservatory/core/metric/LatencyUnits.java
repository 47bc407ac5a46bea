/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

/** Turns the milliseconds of histograms into nanoseconds. */
final class LatencyUnits {
    private static final double NANOS_PER_MILLI = 1e6;

    /** A year: longer than any request, and far from overflow. */
    private static final long MAX_NANOS = 365L * 24 * 3600 * 1_000_000_000L;

    private LatencyUnits() {}

    /** Rounded, and held between 0 and a year. */
    static long nanos(double millis) {
        return Math.max(0, Math.min(MAX_NANOS, Math.round(millis * NANOS_PER_MILLI)));
    }
}
