/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
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
     * The edge once it is known who stands at this end. An edge from a node to its own address stays as it is told: proxies
     * name their own pod as the peer of what comes to them over loopback.
     *
     * @param owner who it is, null if that is not known
     */
    public Edge identified(Edge edge, @Nullable Workload owner) {
        if (owner == null) {
            return edge;
        }
        if (this == SOURCE) {
            return owner.node().equals(edge.destination())
                    ? edge
                    : new Edge(
                            owner.node(),
                            told(edge.sourceVersion(), owner),
                            edge.destination(),
                            edge.destinationVersion(),
                            edge.protocol());
        }
        return owner.node().equals(edge.source())
                ? edge
                : new Edge(
                        edge.source(),
                        edge.sourceVersion(),
                        owner.node(),
                        told(edge.destinationVersion(), owner),
                        edge.protocol());
    }

    private static String told(String version, Workload owner) {
        return version.equals(Node.UNKNOWN_NAME) ? owner.version() : version;
    }
}
