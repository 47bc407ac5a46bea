/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of a trace that were published before, to be compared with what its spans say now. */
final class PublishedBefore {
    private static final List<Call> NONE = List.of();

    private final Map<CallId, List<Call>> before;
    private final Set<CallId> frozen;
    private final long nowMillis;
    private final TraceTiming timing;

    private PublishedBefore(Map<CallId, List<Call>> before, Set<CallId> frozen, long nowMillis, TraceTiming timing) {
        this.before = before;
        this.frozen = frozen;
        this.nowMillis = nowMillis;
        this.timing = timing;
    }

    static PublishedBefore of(List<Call> published, long nowMillis, TraceTiming timing) {
        return new PublishedBefore(byId(published), frozen(published, nowMillis, timing), nowMillis, timing);
    }

    /**
     * Settles the trace; can be done once.
     *
     * @param calls what its spans say now
     * @param expiryMillis when they can change nothing any more
     */
    TraceSettlement settle(List<Call> calls, long expiryMillis) {
        List<Call> after = new ArrayList<>();
        List<Call> changed = new ArrayList<>();
        long nextWake = expiryMillis;
        for (Call call : calls) {
            long due = TraceSettlement.dueMillis(call, timing);
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
            if (TraceSettlement.isOpen(call, nowMillis, timing) && !frozen.contains(id)) {
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
            if (!TraceSettlement.isOpen(call, nowMillis, timing)) {
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
