/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/** One end of an edge. */
public enum EdgeEnd {
    /** The caller's. */
    SOURCE,
    /** The callee's. */
    DESTINATION;

    /** The node at this end. */
    public Node node(Edge edge) {
        return this == SOURCE ? edge.source() : edge.destination();
    }

    /**
     * The name by which to look up who stands at this end, null where that is no question. Besides what is known by a name
     * or an address only, these are looked up by their names:
     *
     * <ul>
     *   <li>services and gateways that are half told, as access logs and applications may leave out the cluster or the
     *       namespace that metrics tell;
     *   <li>those that were called and of which no version is known, as perhaps nobody answered: a Kubernetes Service may
     *       have another name than the workloads behind it.
     * </ul>
     *
     * It depends on nothing but the edge, so that what is withdrawn goes the way of what was counted.
     */
    public @Nullable Node lookedUpBy(Edge edge) {
        Node node = node(edge);
        if (node.kind() == NodeKind.UNKNOWN) {
            return AliasKind.of(node) == AliasKind.NONE ? null : node;
        }
        boolean place = node.kind() == NodeKind.SERVICE || node.kind() == NodeKind.GATEWAY;
        if (!place || !(node.isHalfTold() || isPerhapsUnanswered(edge))) {
            return null;
        }
        Node name = Alias.ofName(node);
        return AliasKind.of(name) == AliasKind.NAME ? name : null;
    }

    private boolean isPerhapsUnanswered(Edge edge) {
        return this == DESTINATION && edge.destinationVersion().equals(Node.UNKNOWN_NAME);
    }

    /**
     * The edge once it is known who stands at this end. What the owner tells of itself stays as it is told. So does an edge
     * from a node to its own address: proxies name their own pod as the peer of what comes to them over loopback.
     *
     * @param owner who it is, null if that is not known
     */
    public Edge identified(Edge edge, @Nullable Workload owner) {
        if (owner == null || owner.node().equals(node(edge)) || isOwnAddress(edge, owner)) {
            return edge;
        }
        return this == SOURCE
                ? new Edge(
                        owner.node(),
                        told(edge.sourceVersion(), owner),
                        edge.destination(),
                        edge.destinationVersion(),
                        edge.protocol())
                : new Edge(
                        edge.source(),
                        edge.sourceVersion(),
                        owner.node(),
                        told(edge.destinationVersion(), owner),
                        edge.protocol());
    }

    private boolean isOwnAddress(Edge edge, Workload owner) {
        Node other = this == SOURCE ? edge.destination() : edge.source();
        return node(edge).kind() == NodeKind.UNKNOWN && owner.node().equals(other);
    }

    private static String told(String version, Workload owner) {
        return version.equals(Node.UNKNOWN_NAME) ? owner.version() : version;
    }
}
