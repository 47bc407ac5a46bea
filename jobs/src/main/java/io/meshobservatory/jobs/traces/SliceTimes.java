/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.trace.TraceSettlement;
import io.meshobservatory.core.trace.TraceTiming;

/** Which spans of a slice are in time, and when to look at their trace. Immutable. */
final class SliceTimes {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TraceTiming timing;

    SliceTimes(TraceTiming timing) {
        this.timing = timing;
    }

    /**
     * Whether no span in a part of some packed spans is too late.
     *
     * @param now event time, milliseconds since the epoch
     */
    boolean areTimely(byte[] spans, int from, int to, long now) {
        for (int at = from; at < to; at += PackedSpan.length(spans, at)) {
            if (!isTimely(PackedSpan.endNanos(spans, at), now)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a span that ended then is not too late. */
    boolean isTimely(long endNanos, long now) {
        return TraceSettlement.lastMillisOfWindow(endNanos / NANOS_PER_MILLI) + timing.allowedLatenessMillis() > now;
    }

    /** Notes when the windows close in which the spans in a part of some packed spans end. */
    void wake(OpenTrace trace, byte[] spans, int from, int to, long now, OpenTraces open) {
        long before = Long.MIN_VALUE;
        for (int at = from; at < to; at += PackedSpan.length(spans, at)) {
            long window = TraceSettlement.lastMillisOfWindow(PackedSpan.endNanos(spans, at) / NANOS_PER_MILLI);
            if (window != before) {
                open.wake(trace, wakeMillis(window, now));
                before = window;
            }
        }
    }

    /**
     * When a window closes. If it is closed already, its late spans are looked at together when the next one closes, or with
     * the end of their lateness if that is sooner: each look at a trace costs as much as the first.
     */
    private long wakeMillis(long window, long now) {
        return window > now
                ? window
                : Math.max(
                        now + 1,
                        Math.min(TraceSettlement.lastMillisOfWindow(now + 1), window + timing.allowedLatenessMillis()));
    }
}
