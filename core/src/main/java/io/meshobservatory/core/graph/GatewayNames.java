/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import java.util.Locale;

/**
 * Tells gateways and waypoints of a mesh by name, where nothing better tells: metrics, logs, and spans without a node id
 * name workloads only. An application's own "api-gateway" is a service like any other. Stateless.
 */
public final class GatewayNames {
    private static final String EAST_WEST = "eastwest";
    private static final String WAYPOINT = "waypoint";

    private GatewayNames() {}

    /** Whether a name is that of an ingress, egress or east-west gateway of the mesh. */
    public static boolean isGateway(String namespace, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        // the names of Istio's own charts, and of what its controller makes of the Gateway API
        boolean ofIstio = lower.equals("istio-ingress") || lower.equals("istio-egress") || lower.endsWith("-istio");
        return ofIstio
                || lower.contains("gateway")
                        && (namespace.startsWith("istio")
                                || lower.contains("istio")
                                || lower.contains("ingress")
                                || lower.contains("egress")
                                || lower.contains(EAST_WEST));
    }

    /** Whether a name is that of an east-west gateway, which passes TLS through without looking into it. */
    public static boolean isEastWest(String name) {
        return name.toLowerCase(Locale.ROOT).contains(EAST_WEST);
    }

    /** Whether a name is that of a waypoint, as Istio's tools and documents give them: alone, or with a part before or behind. */
    public static boolean isWaypoint(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(WAYPOINT) || lower.startsWith(WAYPOINT + "-") || lower.endsWith("-" + WAYPOINT);
    }
}
