/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something about a service that its operators should mend.
 *
 * @param name what was found
 * @param node the service
 * @param calls how many recorded calls show it
 * @param message what it means
 */
record Finding(String name, Node node, long calls, String message) {
    /**
     * Services that do not forward trace headers: others call them, and yet their sidecars find no trace context in the
     * calls that they make. A service that nobody else calls may rightly begin traces.
     */
    static List<Finding> of(SortedMap<Relation, EdgeTotal> edges) {
        Set<Node> called = new HashSet<>();
        edges.keySet().stream()
                .filter(relation -> !relation.source().equals(relation.destination()))
                .forEach(relation -> called.add(relation.destination()));
        Map<Node, Long> lost = new TreeMap<>();
        edges.forEach((relation, total) -> lost.merge(relation.source(), total.all.coverage.contextLost(), Long::sum));
        List<Finding> findings = new ArrayList<>();
        lost.forEach((node, calls) -> {
            if (calls > 0 && called.contains(node)) {
                findings.add(
                        new Finding(
                                "trace_context_not_forwarded",
                                node,
                                calls,
                                "this service does not forward trace headers: its sidecar began a new trace for calls that it made"));
            }
        });
        return findings;
    }
}
