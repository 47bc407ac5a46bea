/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.EdgeInterner;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the spans of a trace known so far say at a moment of event time, compared with what was published before: the calls
 * to add, those to withdraw, and when to look again. Immutable.
 *
 * <p>A call is due when the ten-second window of its end closes, since all spans that are not late have then arrived. A
 * call whose caller is announced but missing waits longer, as callers end after their callees. A call that was published
 * and that later spans tell differently is withdrawn and added anew, as long as its window may still change.
 *
 * @param changes what to publish now
 * @param published all that counts as published after that, and what was reported as too late
 * @param tooLate calls that are new or different, but whose window may not change any more
 * @param nextWakeMillis when to look again; if no span arrives until then and nothing is due, the trace can be forgotten
 */
public record TraceSettlement(List<CallChange> changes, List<Call> published, List<Call> tooLate, long nextWakeMillis) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A constant of the machine code, so that dividing by it is a multiplication. */
    private static final long WINDOW_MILLIS = WindowSize.TEN_SECONDS.millis();

    /**
     * Settles a trace.
     *
     * @param spans its distinct spans, at least one
     * @param published the calls published before
     * @param nowMillis the moment of event time, milliseconds since the epoch
     * @param timing how long to wait
     */
    public static TraceSettlement of(List<Span> spans, List<Call> published, long nowMillis, TraceTiming timing) {
        return of(spans, published, nowMillis, timing, new EdgeInterner(1));
    }

    /**
     * Settles one trace of many.
     *
     * @param edges the edges of the others
     */
    public static TraceSettlement of(
            List<Span> spans, List<Call> published, long nowMillis, TraceTiming timing, EdgeInterner edges) {
        List<Call> calls = TraceLinker.link(spans, edges);
        long expiry = expiryMillis(spans, timing);
        return published.isEmpty()
                ? first(calls, expiry, nowMillis, timing)
                : PublishedBefore.of(published, nowMillis, timing).settle(calls, expiry);
    }

    /** Settles a trace of which nothing was published before: nearly every one, and most of them only once. */
    private static TraceSettlement first(List<Call> calls, long expiryMillis, long nowMillis, TraceTiming timing) {
        long nextWake = expiryMillis;
        List<CallChange> changes = new ArrayList<>(calls.size());
        // what is too late is remembered too, so that it is reported once
        List<Call> after = calls;
        List<Call> tooLate = List.of();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            long due = dueMillis(call, timing);
            if (due > nowMillis) {
                nextWake = Math.min(nextWake, due);
                after = after == calls ? new ArrayList<>(calls.subList(0, i)) : after;
                continue;
            }
            if (isOpen(call, nowMillis, timing)) {
                changes.add(new CallChange(call, Vantage.TRACES, false));
            } else {
                tooLate = tooLate.isEmpty() ? new ArrayList<>() : tooLate;
                tooLate.add(call);
            }
            if (after != calls) {
                after.add(call);
            }
        }
        return new TraceSettlement(changes, Collections.unmodifiableList(after), tooLate, nextWake);
    }

    /** The first millisecond at which nothing that the trace says can change anything. */
    public static long expiryMillis(List<Span> spans, TraceTiming timing) {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < spans.size(); i++) {
            last = Math.max(last, spans.get(i).endNanos());
        }
        return lastMillisOfWindow(last / NANOS_PER_MILLI) + timing.allowedLatenessMillis() + 1;
    }

    /** The last millisecond of the ten-second window that contains a time. */
    public static long lastMillisOfWindow(long timeMillis) {
        return Math.floorDiv(timeMillis, WINDOW_MILLIS) * WINDOW_MILLIS + WINDOW_MILLIS - 1;
    }

    /** When a call is to be published. */
    static long dueMillis(Call call, TraceTiming timing) {
        long end = call.endNanos() / NANOS_PER_MILLI;
        return lastMillisOfWindow(
                call.evidence() == Evidence.CALLER_MISSING ? end + timing.callerPatienceMillis() : end);
    }

    /** Whether the window of a call may still change. */
    static boolean isOpen(Call call, long nowMillis, TraceTiming timing) {
        return lastMillisOfWindow(call.endNanos() / NANOS_PER_MILLI) + timing.allowedLatenessMillis() >= nowMillis;
    }
}
