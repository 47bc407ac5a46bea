/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.api.time.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which stretch of time an answer is about.
 *
 * @param from the start, on the border of a window, inclusive
 * @param to the end, likewise, exclusive
 * @param resolutionSeconds width of the finest windows that were read
 * @param requestedFrom the start that was asked for
 * @param requestedTo the end that was asked for
 * @param dataUntil the end of the newest window with any rows, of any edge, in the range; null where there is none
 * @param rateSeconds what the calls were divided by for rates
 */
public record RangeView(
        Instant from,
        Instant to,
        int resolutionSeconds,
        Instant requestedFrom,
        Instant requestedTo,
        @Nullable Instant dataUntil,
        double rateSeconds) {
    /** Rows of a window come some seconds after its end; until then the window is left out of rates. */
    private static final long LONGEST_WAIT_FOR_ROWS_MILLIS = 30_000;

    /**
     * Says of a range what is known of its data.
     *
     * <p>Rates are by the seconds up to the end of the newest written window, so that a steady 10 calls per second read as
     * that although the last windows are still on their way. When nothing comes any more, at most 30 s are left out, and
     * the rates fall as they should.
     */
    public static RangeView of(TimeRange range, OptionalLong dataUntilMillis, Clock clock) {
        long now = clock.millis();
        long newest = Math.max(dataUntilMillis.orElse(Long.MIN_VALUE), now - LONGEST_WAIT_FOR_ROWS_MILLIS);
        long end = Math.min(range.toMillis(), Math.min(now, newest));
        if (end <= range.fromMillis()) {
            end = range.toMillis();
        }
        return new RangeView(
                Instant.ofEpochMilli(range.fromMillis()),
                Instant.ofEpochMilli(range.toMillis()),
                range.resolution().seconds(),
                range.requestedFrom(),
                range.requestedTo(),
                dataUntilMillis.isEmpty()
                        ? null
                        : Instant.ofEpochMilli(Math.min(dataUntilMillis.getAsLong(), range.toMillis())),
                (end - range.fromMillis()) / 1000.0);
    }
}
