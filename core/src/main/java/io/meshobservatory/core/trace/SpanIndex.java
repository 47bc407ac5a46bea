/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds the parent of each span in a trace. Several spans may have one id: copies, and the two sides of a B3 call. */
final class SpanIndex {
    private static final int NONE = SpanIds.NONE;

    /** Decides between parents that fit equally well, so that the order of the spans does not matter. */
    private static final Comparator<Span> EARLIEST_FIRST = Comparator.comparingLong(Span::startNanos)
            .thenComparingLong(Span::endNanos)
            .thenComparing(Span::kind)
            .thenComparing(span -> span.workload().node())
            .thenComparing(Span::copy);

    private final Span[] spans;
    private final Node[] services;
    private final SpanIds ids;

    /** For each span the next one with the same id; null as long as all ids differ. */
    private int @Nullable [] nextWithSameId;

    /** @param services the service of each span; equal ones are one object */
    SpanIndex(Span[] spans, Node[] services) {
        this.spans = spans;
        this.services = services;
        this.ids = new SpanIds(spans.length);
        for (int i = 0; i < spans.length; i++) {
            int earlier = ids.put(spans[i].spanId(), i);
            if (earlier != NONE) {
                if (nextWithSameId == null) {
                    nextWithSameId = new int[spans.length];
                    Arrays.fill(nextWithSameId, NONE);
                }
                nextWithSameId[i] = earlier;
            }
        }
    }

    /**
     * The position of a span's parent, -1 if it is a root or its parent is not in the trace.
     *
     * <p>B3 lets the two sides of a call share one id: a server span's parent is then the client span with its own id,
     * and the children of that id belong to the server side, unless they run in the service of the client side.
     */
    int parentOf(int position) {
        Span span = spans[position];
        if (nextWithSameId != null && span.kind().isCallee()) {
            int sharing = find(span.spanId(), true, position, nextWithSameId);
            if (sharing != NONE) {
                return sharing;
            }
        }
        if (span.parentSpanId() == 0) {
            return NONE;
        }
        if (nextWithSameId != null) {
            return find(span.parentSpanId(), false, position, nextWithSameId);
        }
        int parent = ids.position(span.parentSpanId());
        return parent == position ? NONE : parent;
    }

    /** The best of the spans with an id: one of the child's own service, else a server side; and of the same copy. */
    private int find(long id, boolean callersOnly, int child, int[] next) {
        int found = NONE;
        int bestFit = -1;
        for (int i = ids.position(id); i != NONE; i = next[i]) {
            Span candidate = spans[i];
            if (i == child || (callersOnly && !candidate.kind().isCaller())) {
                continue;
            }
            int fit = fit(i, child);
            if (fit > bestFit || (fit == bestFit && EARLIEST_FIRST.compare(candidate, spans[found]) < 0)) {
                found = i;
                bestFit = fit;
            }
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // equal services are one object
    private int fit(int candidate, int child) {
        return (services[candidate] == services[child] ? 4 : 0)
                + (spans[candidate].kind().isCallee() ? 2 : 0)
                + (spans[candidate].copy() == spans[child].copy() ? 1 : 0);
    }
}
