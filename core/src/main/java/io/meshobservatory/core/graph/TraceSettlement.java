/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import io.meshobservatory.core.graph.Call.Evidence;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the spans of a trace known so far say at a moment of event time, compared with what was published before: the calls
 * to add, those to withdraw, and when to look again. Immutable.
 *
 * <p>A call is due when the ten-second window of its end closes, since all spans that are not late have then arrived. A
 * call whose caller is announced but missing waits longer, as callers end after their callees. A call that was published
 * and that later spans tell differently is withdrawn and added anew, as long as its window may still change.
 *
 * @param changes what to publish now
 * @param published all that counts as published after that
 * @param tooLate calls that are new or different, but whose window may not change any more
 * @param nextWakeMillis when to look again; if no span arrives until then and nothing is due, the trace can be forgotten
 */
public record TraceSettlement(List<CallChange> changes, List<Call> published, List<Call> tooLate, long nextWakeMillis) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Settles a trace.
     *
     * @param spans its distinct spans, at least one
     * @param published the calls published before
     * @param nowMillis the moment of event time, milliseconds since the epoch
     * @param timing how long to wait
     */
    public static TraceSettlement of(List<Span> spans, List<Call> published, long nowMillis, TraceTiming timing) {
        Map<CallId, Call> before = byId(published);
        Map<CallId, Call> after = new LinkedHashMap<>();
        List<CallChange> changes = new ArrayList<>();
        List<Call> tooLate = new ArrayList<>();
        long nextWake = expiryMillis(spans, timing);
        for (Call call : TraceLinker.link(spans)) {
            long due = dueMillis(call, timing);
            if (due > nowMillis) {
                nextWake = Math.min(nextWake, due);
                continue;
            }
            CallId id = CallId.of(call);
            Call old = before.remove(id);
            if (call.equals(old)) {
                after.put(id, call);
            } else if (isOpen(call, nowMillis, timing) && (old == null || isOpen(old, nowMillis, timing))) {
                if (old != null) {
                    changes.add(new CallChange(old, true));
                }
                changes.add(new CallChange(call, false));
                after.put(id, call);
            } else {
                tooLate.add(call);
                // remembered as if it were published, so that it is reported once
                after.put(id, call);
            }
        }
        before.forEach((id, old) -> {
            if (isOpen(old, nowMillis, timing)) {
                changes.add(new CallChange(old, true));
            }
        });
        return new TraceSettlement(changes, List.copyOf(after.values()), tooLate, nextWake);
    }

    /** The time from which on nothing that the trace says can change anything. */
    public static long expiryMillis(List<Span> spans, TraceTiming timing) {
        long last = Long.MIN_VALUE;
        for (Span span : spans) {
            last = Math.max(last, span.endNanos());
        }
        return lastMillisOfWindow(last / NANOS_PER_MILLI) + timing.allowedLatenessMillis();
    }

    /** The last millisecond of the ten-second window that contains a time. */
    public static long lastMillisOfWindow(long timeMillis) {
        return WindowSize.TEN_SECONDS.endMillis(timeMillis) - 1;
    }

    private static long dueMillis(Call call, TraceTiming timing) {
        long end = call.endNanos() / NANOS_PER_MILLI;
        return lastMillisOfWindow(
                call.evidence() == Evidence.CALLER_MISSING ? end + timing.callerPatienceMillis() : end);
    }

    private static boolean isOpen(Call call, long nowMillis, TraceTiming timing) {
        return lastMillisOfWindow(call.endNanos() / NANOS_PER_MILLI) + timing.allowedLatenessMillis() >= nowMillis;
    }

    private static Map<CallId, Call> byId(List<Call> calls) {
        Map<CallId, Call> byId = new HashMap<>();
        for (Call call : calls) {
            byId.put(CallId.of(call), call);
        }
        return byId;
    }

    private record CallId(long definingSpanId, int definingCopy, boolean byCaller) {
        static CallId of(Call call) {
            return new CallId(call.definingSpanId(), call.definingCopy(), call.evidence() == Evidence.CALLER_ONLY);
        }
    }
}
