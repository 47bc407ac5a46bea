/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.window.LostContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Something about a service that its operators should mend.
 *
 * @param name what was found
 * @param node the service
 * @param calls how many recorded calls show it
 * @param message what it means
 */
record Finding(String name, Node node, long calls, String message) {
    private static final String MESSAGE =
            "this service does not forward trace headers: its sidecar began a new trace for calls that it made";

    /** What the edges of a graph tell. */
    static List<Finding> of(SortedMap<Relation, EdgeTotal> edges) {
        LostContexts contexts = new LostContexts();
        edges.forEach((relation, total) ->
                contexts.add(relation.source(), relation.destination(), total.all.calls, total.all.coverage));
        List<Finding> findings = new ArrayList<>();
        contexts.services()
                .forEach((node, calls) -> findings.add(new Finding(LostContexts.FINDING, node, calls, MESSAGE)));
        return findings;
    }
}
