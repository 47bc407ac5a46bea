/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a line, as far as attributes tell. Immutable.
 *
 * @param cluster the cluster of the mesh, {@link Node#UNKNOWN_NAME} where not told
 * @param namespace likewise
 * @param service the name under which the mesh knows the workload, empty where not told
 * @param workload the name of the deployment or the like, empty where not told
 * @param version {@link Node#UNKNOWN_NAME} where not told
 * @param gateway whether its proxy says that it is a gateway
 * @param pod the pod or proxy, for people; empty where not told
 */
record Emitter(
        String cluster,
        String namespace,
        String service,
        String workload,
        String version,
        boolean gateway,
        String pod) {
    /** The workload, or null where nothing names it. One that is known only by its deployment is UNKNOWN; see {@link #named}. */
    @Nullable
    Node node() {
        if (!service.isEmpty()) {
            NodeKind kind = gateway || GatewayNames.isGateway(namespace, service) ? NodeKind.GATEWAY : NodeKind.SERVICE;
            return new Node(cluster, namespace, service, kind);
        }
        if (workload.isEmpty()) {
            return null;
        }
        return gateway ? new Node(cluster, namespace, workload, NodeKind.GATEWAY) : named(cluster, namespace, workload);
    }

    /** The workload; a node of kind UNKNOWN called {@link Node#UNKNOWN_NAME} where nothing names it. */
    Node nodeOrUnknown() {
        Node node = node();
        return node != null ? node : nobody(cluster);
    }

    /**
     * The node of a workload of which only the name of its deployment is known. That of its service may be another
     * ({@code reviews-v1} serves {@code reviews}), so the node is of kind UNKNOWN until an alias tells. Gateways are an
     * exception: they bear their own name.
     */
    static Node named(String cluster, String namespace, String workload) {
        NodeKind kind = GatewayNames.isGateway(namespace, workload) ? NodeKind.GATEWAY : NodeKind.UNKNOWN;
        return new Node(cluster, namespace, workload, kind);
    }

    /** Somebody whom nothing names. */
    static Node nobody(String cluster) {
        return new Node(cluster, Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
    }
}
