/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private static final List<Call> NONE = List.of();

    /**
     * Settles a trace.
     *
     * @param spans its distinct spans, at least one
     * @param published the calls published before
     * @param nowMillis the moment of event time, milliseconds since the epoch
     * @param timing how long to wait
     */
    public static TraceSettlement of(List<Span> spans, List<Call> published, long nowMillis, TraceTiming timing) {
        Map<CallId, List<Call>> before = byId(published);
        Set<CallId> frozen = frozen(published, nowMillis, timing);
        List<Call> after = new ArrayList<>();
        List<Call> changed = new ArrayList<>();
        long nextWake = expiryMillis(spans, timing);
        for (Call call : TraceLinker.link(spans)) {
            long due = dueMillis(call, timing);
            if (due > nowMillis) {
                nextWake = Math.min(nextWake, due);
            } else if (take(before, call)) {
                after.add(call);
            } else {
                changed.add(call);
            }
        }
        List<CallChange> changes = new ArrayList<>();
        List<Call> tooLate = new ArrayList<>();
        for (Call call : changed) {
            CallId id = CallId.of(call);
            List<Call> olds = before.getOrDefault(id, NONE);
            Call old = olds.isEmpty() ? null : olds.remove(0);
            if (isOpen(call, nowMillis, timing) && !frozen.contains(id)) {
                if (old != null) {
                    changes.add(new CallChange(old, Vantage.TRACES, true));
                }
                changes.add(new CallChange(call, Vantage.TRACES, false));
            } else {
                tooLate.add(call);
                if (old != null) {
                    after.add(old);
                }
            }
            // what is too late is remembered too, so that it is reported once
            after.add(call);
        }
        before.forEach((id, olds) -> {
            if (frozen.contains(id)) {
                after.addAll(olds);
            } else {
                olds.forEach(old -> changes.add(new CallChange(old, Vantage.TRACES, true)));
            }
        });
        return new TraceSettlement(changes, List.copyOf(after), tooLate, nextWake);
    }

    /** The first millisecond at which nothing that the trace says can change anything. */
    public static long expiryMillis(List<Span> spans, TraceTiming timing) {
        long last = Long.MIN_VALUE;
        for (Span span : spans) {
            last = Math.max(last, span.endNanos());
        }
        return lastMillisOfWindow(last / NANOS_PER_MILLI) + timing.allowedLatenessMillis() + 1;
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

    private static boolean take(Map<CallId, List<Call>> from, Call call) {
        List<Call> calls = from.get(CallId.of(call));
        return calls != null && calls.remove(call);
    }

    /** The published calls by their span; where spans share an id, their calls share a list. */
    private static Map<CallId, List<Call>> byId(List<Call> calls) {
        Map<CallId, List<Call>> byId = new LinkedHashMap<>();
        for (Call call : calls) {
            byId.computeIfAbsent(CallId.of(call), id -> new ArrayList<>(1)).add(call);
        }
        return byId;
    }

    /**
     * Spans of which a published or a reported call stands in a window that may not change any more. Nothing of them is
     * withdrawn or added again: the one would not undo what was published, the other would count it twice.
     */
    private static Set<CallId> frozen(List<Call> published, long nowMillis, TraceTiming timing) {
        Set<CallId> frozen = new HashSet<>();
        for (Call call : published) {
            if (!isOpen(call, nowMillis, timing)) {
                frozen.add(CallId.of(call));
            }
        }
        return frozen;
    }

    private record CallId(long definingSpanId, int definingCopy, boolean byCaller) {
        static CallId of(Call call) {
            return new CallId(call.definingSpanId(), call.definingCopy(), call.evidence() == Evidence.CALLER_ONLY);
        }
    }
}
