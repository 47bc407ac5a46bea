/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the service in the place of a mere name, and of a service that is told without its namespace, where the whole mesh
 * knows exactly one service of that name. It looks at all spans at once: all that is made up here lies within the time in
 * which the job still corrects its windows.
 */
final class Namesakes {
    private final Map<Node, Set<Node>> owners = new HashMap<>();
    private final Map<Node, String> versions = new HashMap<>();

    private Namesakes(Mesh mesh) {
        for (Told span : mesh.spans()) {
            Node node = span.party.node();
            if (span.lost || node.kind() != NodeKind.SERVICE || !span.namesItself()) {
                continue;
            }
            claim(node.namespace(), node);
            claim(Node.UNKNOWN_NAME, node);
            if (!View.version(span).equals(Node.UNKNOWN_NAME)) {
                versions.put(node, View.version(span));
            }
        }
    }

    /** The calls with services in place of their names, and with all that is known of them. */
    static List<Observed> resolve(Mesh mesh, List<Observed> calls) {
        Namesakes namesakes = new Namesakes(mesh);
        return calls.stream().map(namesakes::resolve).toList();
    }

    private void claim(String namespace, Node owner) {
        Node name = new Node(owner.cluster(), namespace, owner.name(), NodeKind.UNKNOWN);
        owners.computeIfAbsent(name, key -> new HashSet<>()).add(owner);
    }

    private Observed resolve(Observed call) {
        Edge edge = call.edge();
        Node source = service(edge.source());
        Node destination = service(edge.destination());
        return call.on(new Edge(
                source,
                version(edge.sourceVersion(), edge.source(), source),
                destination,
                version(edge.destinationVersion(), edge.destination(), destination),
                edge.protocol()));
    }

    /** A service that is told without its namespace is no better known than by its name. */
    private Node service(Node told) {
        boolean halfTold = told.kind() == NodeKind.SERVICE && told.namespace().equals(Node.UNKNOWN_NAME);
        if (told.kind() != NodeKind.UNKNOWN && !halfTold) {
            return told;
        }
        Node name = new Node(told.cluster(), told.namespace(), told.name(), NodeKind.UNKNOWN);
        Set<Node> candidates = owners.getOrDefault(name, Set.of());
        return candidates.size() == 1 ? candidates.iterator().next() : told;
    }

    /** Nobody tells the version of another, but who it is tells it. */
    private String version(String toldVersion, Node told, Node service) {
        boolean found = toldVersion.equals(Node.UNKNOWN_NAME) && !service.equals(told);
        return found ? versions.getOrDefault(service, Node.UNKNOWN_NAME) : toldVersion;
    }
}
