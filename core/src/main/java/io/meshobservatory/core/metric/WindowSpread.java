/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import io.meshobservatory.core.window.WindowSize;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Spreads an increase evenly over the ten-second windows that its interval covers. Whole numbers stay whole, by cumulative
 * rounding: the shares of all windows add up to exactly the increase. Windows that are closed take no part; their share goes
 * to those that are open. Immutable.
 */
final class WindowSpread {
    private static final long WINDOW_MILLIS = WindowSize.TEN_SECONDS.millis();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long fromMillis;
    private final long toMillis;

    private WindowSpread(long fromMillis, long toMillis) {
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
    }

    /**
     * The spread of an increase.
     *
     * @param nowMillis event time; a window is open if its last millisecond plus the reach is later
     * @param reachMillis how long that is, a multiple of ten seconds
     * @return null if all windows of the increase are closed
     */
    static @Nullable WindowSpread of(Increase increase, long nowMillis, long reachMillis) {
        long to = TargetPoints.lastMillisBefore(increase.toNanos()) + 1;
        long from = Math.floorDiv(increase.fromNanos(), NANOS_PER_MILLI);
        long open = earliestOpenWindow(nowMillis, reachMillis);
        if (to <= open) {
            return null;
        }
        // an increase without an interval belongs to the millisecond before it was read
        return new WindowSpread(Math.min(to - 1, Math.max(from, open)), to);
    }

    /** How many windows take part, at least 1. */
    int windows() {
        return Math.toIntExact((windowStart(toMillis - 1) - windowStart(fromMillis)) / WINDOW_MILLIS + 1);
    }

    /** Start of a window, milliseconds since the epoch. */
    long windowStartMillis(int window) {
        return windowStart(fromMillis) + window * WINDOW_MILLIS;
    }

    /** The first millisecond of the interval in a window. */
    long firstMillis(int window) {
        return Math.max(fromMillis, windowStartMillis(window));
    }

    /** The last millisecond of the interval in a window. */
    long lastMillis(int window) {
        return Math.min(toMillis, windowStartMillis(window) + WINDOW_MILLIS) - 1;
    }

    /** How much of any number falls into a window. */
    LongUnaryOperator share(int window) {
        return total -> upTo(lastMillis(window) + 1, total) - upTo(firstMillis(window), total);
    }

    /** total * (time - from) / (to - from), rounded down, without overflow as long as the interval is below 50 days. */
    private long upTo(long timeMillis, long total) {
        long duration = toMillis - fromMillis;
        long elapsed = timeMillis - fromMillis;
        return total / duration * elapsed + total % duration * elapsed / duration;
    }

    private static long earliestOpenWindow(long nowMillis, long reachMillis) {
        // not (now - reach): event time may be as small as a long can be
        long start = windowStart(Math.max(nowMillis, Long.MIN_VALUE / 2) - reachMillis);
        boolean open = start + WINDOW_MILLIS - 1 + reachMillis > nowMillis;
        return open ? start : start + WINDOW_MILLIS;
    }

    private static long windowStart(long millis) {
        return WindowSize.TEN_SECONDS.startMillis(millis);
    }
}
