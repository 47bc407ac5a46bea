/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import java.util.HashMap;
import java.util.HashSet;
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

    /** So many nodes are compared one by one; a trace with more of them is worth maps. */
    private static final int FEW = 16;

    /** The nodes of an ordinary trace: few, and no two of one name. Null in any other. */
    private final Node @Nullable [] few;

    private final int count;
    private final Map<Node, Node> fuller;
    private final Map<String, Set<Node>> byName;

    private NodeUnifier(Node @Nullable [] few, int count, Map<Node, Node> fuller, Map<String, Set<Node>> byName) {
        this.few = few;
        this.count = count;
        this.fuller = fuller;
        this.byName = byName;
    }

    /**
     * Finds the nodes of a trace.
     *
     * @param services is filled with the node of each span; equal ones are one object
     */
    static NodeUnifier of(Span[] spans, Node[] services) {
        Node[] few = new Node[Math.min(FEW, spans.length)];
        int count = 0;
        for (int i = 0; i < spans.length; i++) {
            Node node = spans[i].workload().node();
            int known = indexOfSame(node, few, count);
            if (known < 0) {
                known = indexOfName(node.name(), few, count);
                if (known >= 0 && !few[known].equals(node) || count == FEW) {
                    return ofMany(spans, services);
                }
                if (known < 0) {
                    known = count;
                    few[count++] = node;
                }
            }
            services[i] = few[known];
        }
        return new NodeUnifier(few, count, Map.of(), Map.of());
    }

    /** Whether all names that the trace gives to its services are different services. */
    boolean isPlain() {
        return few != null;
    }

    @SuppressWarnings("ReferenceEquality") // only to save comparisons
    private static int indexOfSame(Node node, Node[] few, int count) {
        for (int k = 0; k < count; k++) {
            if (few[k] == node) {
                return k;
            }
        }
        return -1;
    }

    private static int indexOfName(String name, Node[] few, int count) {
        int hash = name.hashCode();
        for (int k = 0; k < count; k++) {
            // names of one length are mostly other ones: their characters are far away
            if (few[k].name().hashCode() == hash && few[k].name().equals(name)) {
                return k;
            }
        }
        return -1;
    }

    private static NodeUnifier ofMany(Span[] spans, Node[] services) {
        Map<Node, Node> nodes = distinctNodes(spans);
        Map<String, Set<Node>> byName = new HashMap<>();
        for (Node node : nodes.keySet()) {
            byName.computeIfAbsent(node.name(), name -> new HashSet<>()).add(node);
        }
        Map<Node, Node> fuller = new HashMap<>();
        for (Set<Node> namesakes : byName.values()) {
            // more than that is no service that tells itself in several ways, but somebody making up names
            if (namesakes.size() > 1 && namesakes.size() <= MAX_NAMESAKES) {
                addFullerNodes(namesakes, fuller);
            }
        }
        nodes.putAll(fuller);
        for (int i = 0; i < services.length; i++) {
            services[i] = requireNonNull(nodes.get(spans[i].workload().node()));
        }
        return new NodeUnifier(null, 0, fuller, byName);
    }

    private static void addFullerNodes(Set<Node> namesakes, Map<Node, Node> fuller) {
        for (Node node : namesakes) {
            Node best = onlyFullerNode(node, namesakes);
            if (best != null) {
                fuller.put(node, best);
            }
        }
    }

    /** The node of a peer: where it is a mere name, the service of the trace that has it. */
    Node ofPeer(Node peer) {
        if (few != null) {
            int namesake = isName(peer) ? indexOfName(peer.name(), few, count) : -1;
            return namesake >= 0 && !few[namesake].equals(peer) && mayBe(peer, few[namesake]) ? few[namesake] : peer;
        }
        Set<Node> namesakes = isName(peer) ? byName.get(peer.name()) : null;
        if (namesakes == null || namesakes.size() > MAX_NAMESAKES || namesakes.contains(peer)) {
            return fuller.getOrDefault(peer, peer);
        }
        Node found = null;
        for (Node candidate : namesakes) {
            Node whole = fuller.getOrDefault(candidate, candidate);
            boolean fits = mayBe(peer, whole);
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

    private static boolean mayBe(Node peer, Node namesake) {
        boolean seen = namesake.kind() == NodeKind.SERVICE || namesake.kind() == NodeKind.GATEWAY;
        return seen && covers(namesake.namespace(), peer.namespace()) && covers(namesake.cluster(), peer.cluster());
    }

    /** Each node by itself, so that equal ones become one object. */
    private static Map<Node, Node> distinctNodes(Span[] spans) {
        Map<Node, Node> nodes = new HashMap<>();
        for (Span span : spans) {
            nodes.putIfAbsent(span.workload().node(), span.workload().node());
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
