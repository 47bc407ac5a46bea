/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.telemetry.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The spans of the called side of each hop: waypoint, sidecar and application of one service. */
final class CalleeGroups {
    /** So that the order of the spans in the trace does not matter. */
    private static final Comparator<Span> STABLE = Comparator.comparingLong(Span::startNanos)
            .thenComparingLong(Span::endNanos)
            .thenComparingLong(Span::spanId)
            .thenComparingInt(Span::copy);

    private final TraceTree tree;

    /** The spans of a group but for the first, by its position; most groups have no others. */
    private Map<Integer, List<Span>> further = Map.of();

    CalleeGroups(TraceTree tree) {
        this.tree = tree;
        for (int i = 0; i < tree.size(); i++) {
            int first = tree.firstCallee(i);
            if (first != i) {
                further = further.isEmpty() ? new HashMap<>() : further;
                further.computeIfAbsent(first, any -> new ArrayList<>(2)).add(tree.span(i));
            }
        }
        for (List<Span> spans : further.values()) {
            spans.sort(STABLE);
        }
    }

    /** Adds the spans of a called side to a hop, by the position of the one nearest to the wire, which comes first. */
    void addTo(Hop hop, int first) {
        hop.addCallee(tree.span(first));
        List<Span> others = further.isEmpty() ? null : further.get(first);
        if (others != null) {
            others.forEach(hop::addCallee);
        }
    }
}
