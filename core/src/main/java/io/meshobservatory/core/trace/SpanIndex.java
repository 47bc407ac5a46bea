/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.telemetry.Span;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the parent of each span in a list. Several spans may have one id: copies, and the two sides of a B3 call. */
final class SpanIndex {
    private static final int NONE = -1;

    /** Decides between parents that fit equally well, so that the order of the spans does not matter. */
    private static final Comparator<Span> EARLIEST_FIRST = Comparator.comparingLong(Span::startNanos)
            .thenComparingLong(Span::endNanos)
            .thenComparing(Span::kind)
            .thenComparing(span -> span.workload().node())
            .thenComparing(Span::copy);

    private final List<Span> spans;
    private final NodeUnifier nodes;
    private final Map<Long, Integer> firstById;
    private final int[] nextWithSameId;

    SpanIndex(List<Span> spans, NodeUnifier nodes) {
        this.spans = spans;
        this.nodes = nodes;
        this.firstById = new HashMap<>(spans.size() * 2);
        this.nextWithSameId = new int[spans.size()];
        for (int i = 0; i < spans.size(); i++) {
            Integer earlier = firstById.put(spans.get(i).spanId(), i);
            nextWithSameId[i] = earlier == null ? NONE : earlier;
        }
    }

    /**
     * The position of a span's parent, -1 if it is a root or its parent is not in the list.
     *
     * <p>B3 lets the two sides of a call share one id: a server span's parent is then the client span with its own id,
     * and the children of that id belong to the server side, unless they run in the service of the client side.
     */
    int parentOf(int position) {
        Span span = spans.get(position);
        if (span.kind().isCallee()) {
            int sharing = find(span.spanId(), span, true, position);
            if (sharing != NONE) {
                return sharing;
            }
        }
        return span.parentSpanId() == 0 ? NONE : find(span.parentSpanId(), span, false, position);
    }

    /** The best of the spans with an id: one of the child's own service, else a server side; and of the same copy. */
    private int find(long id, Span child, boolean callersOnly, int self) {
        Integer first = firstById.get(id);
        int found = NONE;
        int bestFit = -1;
        for (int i = first == null ? NONE : first; i != NONE; i = nextWithSameId[i]) {
            Span candidate = spans.get(i);
            if (i == self || (callersOnly && !candidate.kind().isCaller())) {
                continue;
            }
            int fit = fit(candidate, child);
            if (fit > bestFit || (fit == bestFit && EARLIEST_FIRST.compare(candidate, spans.get(found)) < 0)) {
                found = i;
                bestFit = fit;
            }
        }
        return found;
    }

    private int fit(Span candidate, Span child) {
        boolean sameService = nodes.of(candidate.workload()).equals(nodes.of(child.workload()));
        return (sameService ? 4 : 0)
                + (candidate.kind().isCallee() ? 2 : 0)
                + (candidate.copy() == child.copy() ? 1 : 0);
    }
}
