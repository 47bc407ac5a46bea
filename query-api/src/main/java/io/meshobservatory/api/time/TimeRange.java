/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.time;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.window.WindowSize;
import java.time.Instant;

/**
 * A stretch of time as it is answered: both ends lie on the borders of windows. Immutable.
 *
 * @param requestedFrom the start that was asked for
 * @param requestedTo the end that was asked for
 * @param fromMillis the start, milliseconds since the epoch, a multiple of the resolution, inclusive
 * @param toMillis the end, likewise, exclusive, after the start
 * @param resolution the finest windows that are read
 */
public record TimeRange(
        Instant requestedFrom, Instant requestedTo, long fromMillis, long toMillis, WindowSize resolution) {
    public TimeRange {
        requireNonNull(requestedFrom, "requestedFrom");
        requireNonNull(requestedTo, "requestedTo");
        requireNonNull(resolution, "resolution");
        if (toMillis <= fromMillis) {
            throw new IllegalArgumentException("toMillis: " + toMillis + " (expected: after " + fromMillis + ")");
        }
    }

    /**
     * The range of all windows of this width that a requested range touches.
     *
     * @param from its start, inclusive
     * @param to its end, exclusive, after the start; what is between two milliseconds counts as the earlier
     */
    public static TimeRange aligned(Instant from, Instant to, WindowSize resolution) {
        long fromMillis = from.toEpochMilli();
        long lastMillis = Math.max(fromMillis, to.toEpochMilli() - 1);
        return new TimeRange(
                from, to, resolution.startMillis(fromMillis), resolution.endMillis(lastMillis), resolution);
    }

    /** A part of this range with the same resolution; both ends must be on its borders. */
    public TimeRange part(long partFromMillis, long partToMillis) {
        return new TimeRange(requestedFrom, requestedTo, partFromMillis, partToMillis, resolution);
    }
}
