/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import org.jspecify.annotations.Nullable;

/**
 * What the name of an Envoy cluster tells, as Istio names them: {@code direction|port|subset|host}. Immutable.
 *
 * @param role whose proxy uses it
 * @param host the host it leads to, empty where the name tells none
 */
record UpstreamCluster(Role role, String host) {
    /** On which side of a call a proxy stands that sends to a cluster. */
    enum Role {
        /** The caller's proxy, or a gateway. */
        SOURCE,
        /** The caller's proxy, to a host that the mesh does not know. */
        SOURCE_UNROUTED,
        /** The callee's proxy. */
        DESTINATION,
        /** A waypoint, on behalf of the callee. */
        WAYPOINT,
        /** An east-west gateway, which passes on what it cannot look into. */
        EAST_WEST
    }

    private static final String EAST_WEST_PREFIX = "outbound_.";

    /** Null where the name is none of Istio's, or not told. */
    static @Nullable UpstreamCluster of(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String cluster = name.endsWith(";") ? name.substring(0, name.length() - 1) : name;
        if (cluster.startsWith("outbound|")) {
            return new UpstreamCluster(Role.SOURCE, host(cluster));
        }
        if (cluster.startsWith("inbound|")) {
            return new UpstreamCluster(Role.DESTINATION, host(cluster));
        }
        if (cluster.startsWith("inbound-vip|")) {
            return new UpstreamCluster(Role.WAYPOINT, host(cluster));
        }
        if (cluster.startsWith(EAST_WEST_PREFIX)) {
            return new UpstreamCluster(Role.EAST_WEST, "");
        }
        if (cluster.startsWith("PassthroughCluster") || cluster.startsWith("BlackHoleCluster")) {
            return new UpstreamCluster(Role.SOURCE_UNROUTED, "");
        }
        return cluster.startsWith("InboundPassthroughCluster") ? new UpstreamCluster(Role.DESTINATION, "") : null;
    }

    /**
     * The service in the server name by which one sidecar asks another, {@code outbound_.8000_._.probe.ns.svc.cluster.local};
     * empty where it is no such name.
     */
    static String hostOfServerName(@Nullable String serverName) {
        if (serverName == null || !serverName.startsWith(EAST_WEST_PREFIX)) {
            return "";
        }
        int subset = serverName.indexOf("_.", EAST_WEST_PREFIX.length());
        int host = subset < 0 ? -1 : serverName.indexOf("_.", subset + 2);
        return host < 0 ? "" : serverName.substring(host + 2);
    }

    private static String host(String cluster) {
        return cluster.substring(cluster.lastIndexOf('|') + 1);
    }
}
