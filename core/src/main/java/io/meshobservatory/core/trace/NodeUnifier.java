/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Workload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one node of the names that a trace gives to one service. An application often tells less of itself than the
 * sidecar beside it: where a node lacks its cluster or namespace, and exactly one fuller node of the same name occurs in
 * the trace, they are the same. So are a peer that somebody only names, and the one service of the trace that has its name
 * and does not contradict it.
 */
final class NodeUnifier {
    private static final int MAX_NAMESAKES = 64;

    private final Map<Node, Node> fuller;
    private final Map<String, Set<Node>> byName;

    private NodeUnifier(Map<Node, Node> fuller, Map<String, Set<Node>> byName) {
        this.fuller = fuller;
        this.byName = byName;
    }

    static NodeUnifier of(List<Span> spans) {
        Set<Node> nodes = distinctNodes(spans);
        Map<String, Set<Node>> byName = new HashMap<>();
        for (Node node : nodes) {
            byName.computeIfAbsent(node.name(), name -> new HashSet<>()).add(node);
        }
        Map<Node, Node> fuller = new HashMap<>();
        for (Set<Node> namesakes : byName.values()) {
            // more than that is no service that tells itself in several ways, but somebody making up names
            if (namesakes.size() > 1 && namesakes.size() <= MAX_NAMESAKES) {
                addFullerNodes(namesakes, fuller);
            }
        }
        return new NodeUnifier(fuller.isEmpty() ? Map.of() : fuller, byName);
    }

    private static void addFullerNodes(Set<Node> namesakes, Map<Node, Node> fuller) {
        for (Node node : namesakes) {
            Node best = onlyFullerNode(node, namesakes);
            if (best != null) {
                fuller.put(node, best);
            }
        }
    }

    Node of(Workload workload) {
        return fuller.isEmpty() ? workload.node() : fuller.getOrDefault(workload.node(), workload.node());
    }

    /** The node of a peer: where it is a mere name, the service of the trace that has it. */
    Node ofPeer(Node peer) {
        Set<Node> namesakes = isName(peer) ? byName.get(peer.name()) : null;
        if (namesakes == null || namesakes.size() > MAX_NAMESAKES || namesakes.contains(peer)) {
            return fuller.getOrDefault(peer, peer);
        }
        Node found = null;
        for (Node candidate : namesakes) {
            Node whole = fuller.getOrDefault(candidate, candidate);
            boolean fits = isSeen(whole)
                    && covers(whole.namespace(), peer.namespace())
                    && covers(whole.cluster(), peer.cluster());
            if (fits && found != null && !found.equals(whole)) {
                return peer;
            }
            found = fits ? whole : found;
        }
        return found == null ? peer : found;
    }

    private static boolean isName(Node peer) {
        return (peer.kind() == NodeKind.UNKNOWN || peer.kind() == NodeKind.SERVICE)
                && !peer.name().equals(Node.UNKNOWN_NAME);
    }

    private static boolean isSeen(Node node) {
        return node.kind() == NodeKind.SERVICE || node.kind() == NodeKind.GATEWAY;
    }

    private static Set<Node> distinctNodes(List<Span> spans) {
        Set<Node> nodes = new HashSet<>();
        Node previous = null;
        for (Span span : spans) {
            Node node = span.workload().node();
            if (node != previous) {
                nodes.add(node);
                previous = node;
            }
        }
        return nodes;
    }

    private static @Nullable Node onlyFullerNode(Node node, Set<Node> nodes) {
        Node best = null;
        for (Node other : nodes) {
            if (isFuller(other, node) && (best == null || isFuller(other, best))) {
                best = other;
            }
        }
        return best == null || isFullest(best, node, nodes) ? best : null;
    }

    /** Whether no other node that is fuller than the given one contradicts the best. */
    private static boolean isFullest(Node best, Node node, Set<Node> nodes) {
        for (Node other : nodes) {
            if (isFuller(other, node) && !other.equals(best) && !isFuller(best, other)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a node does not tell all of its place. */
    static boolean isPartial(Node node) {
        return node.cluster().equals(Node.UNKNOWN_NAME) || node.namespace().equals(Node.UNKNOWN_NAME);
    }

    /** Whether a node of the same name tells more of its place than another, and does not contradict it. */
    static boolean isFuller(Node candidate, Node node) {
        return !candidate.equals(node)
                && candidate.name().equals(node.name())
                && covers(candidate.namespace(), node.namespace())
                && covers(candidate.cluster(), node.cluster())
                && (candidate.kind() == node.kind() || candidate.kind() == NodeKind.GATEWAY);
    }

    private static boolean covers(String candidate, String part) {
        return candidate.equals(part) || part.equals(Node.UNKNOWN_NAME);
    }
}
