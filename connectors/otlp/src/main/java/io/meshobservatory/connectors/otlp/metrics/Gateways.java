/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;

/**
 * Tells Istio's own proxies from workloads by their names: labels do not tell what kind of proxy reports. An application may
 * well be called a gateway; one of Istio's is also named after what it does, or lives in a namespace of Istio's.
 */
final class Gateways {
    private Gateways() {}

    /** The node of a workload. */
    static Node node(String cluster, String namespace, String name) {
        return new Node(
                cluster,
                namespace,
                name,
                GatewayNames.isGateway(namespace, name) ? NodeKind.GATEWAY : NodeKind.SERVICE);
    }

    /** Whether a name is that of an east-west gateway or a waypoint: TCP connections only pass through these. */
    static boolean onlyPassesThrough(String name) {
        return GatewayNames.isEastWest(name) || GatewayNames.isWaypoint(name);
    }
}
