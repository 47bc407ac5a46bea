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
    private final Map<Integer, List<Span>> further = new HashMap<>();

    CalleeGroups(TraceTree tree) {
        this.tree = tree;
        for (int i = 0; i < tree.size(); i++) {
            int first = tree.firstCallee(i);
            if (first != i) {
                further.computeIfAbsent(first, any -> new ArrayList<>(2)).add(tree.span(i));
            }
        }
        for (List<Span> spans : further.values()) {
            spans.sort(STABLE);
        }
    }

    /** The spans of a called side, by the position of the one nearest to the wire, which comes first. */
    List<Span> of(int first) {
        Span nearest = tree.span(first);
        List<Span> others = further.get(first);
        if (others == null) {
            return List.of(nearest);
        }
        List<Span> all = new ArrayList<>(others.size() + 1);
        all.add(nearest);
        all.addAll(others);
        return all;
    }
}
