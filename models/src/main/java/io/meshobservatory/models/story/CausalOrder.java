/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the signals of one minute, whose order within it is not known, into one in which causes may come before effects: what
 * somebody tries comes before what succeeds, reading before sending, and of new edges the one that leads to a workload before
 * those that go out from it. Stateless.
 */
final class CausalOrder {
    private CausalOrder() {}

    /** The signals in such an order; always the same for the same signals. */
    static List<Signal> of(List<Signal> signals) {
        Map<Node, Integer> depths = depths(signals);
        List<Signal> ordered = new ArrayList<>(signals);
        ordered.sort(Comparator.<Signal>comparingInt(signal -> depths.getOrDefault(signal.source(), 0))
                .thenComparingInt(signal -> stage(signal.kind()))
                .thenComparing(Comparator.naturalOrder()));
        return ordered;
    }

    /** How many new edges of the minute lead to each node, by the shortest way from where none leads to. */
    private static Map<Node, Integer> depths(List<Signal> signals) {
        Map<Node, List<Node>> onward = new TreeMap<>();
        Map<Node, Integer> depths = new TreeMap<>();
        for (Signal signal : signals) {
            if (signal.kind() == SignalKind.NEW_EDGE && signal.destination() != null) {
                onward.computeIfAbsent(signal.source(), node -> new ArrayList<>())
                        .add(signal.destination());
            }
        }
        Deque<Node> reached = new ArrayDeque<>();
        for (Node source : onward.keySet()) {
            if (onward.values().stream().noneMatch(destinations -> destinations.contains(source))) {
                depths.put(source, 0);
                reached.add(source);
            }
        }
        while (!reached.isEmpty()) {
            Node node = reached.remove();
            for (Node next : onward.getOrDefault(node, List.of())) {
                if (!depths.containsKey(next)) {
                    depths.put(next, depths.getOrDefault(node, 0) + 1);
                    reached.add(next);
                }
            }
        }
        return depths;
    }

    private static int stage(SignalKind kind) {
        return switch (kind) {
            case PROBE, DENIED, REFUSED_LOGINS -> 0;
            case LOGIN_AFTER_REFUSALS, NEW_PRINCIPAL_PLACE, PLAIN_TEXT -> 1;
            case NEW_EDGE -> 2;
            case UNUSUAL_READ -> 3;
            // what was read may be handed on over an edge that is used anyway
            case NEW_OPERATION -> 4;
            case UPLOAD, SLOW_UPLOAD, REGULAR_CALLS, NEW_HOST -> 5;
            case FLOOD, SLOW_REQUESTS, EXPENSIVE_PATH -> 6;
            case UNUSUAL_WINDOW -> 7;
        };
    }
}
