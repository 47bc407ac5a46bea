/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of the Envoy cluster that a request was sent to. Istio's are {@code <direction>|<port>|<subset>|<host>}, since
 * 1.23 in places with a semicolon behind; in a plain Envoy they are whatever its owner called them. Immutable.
 *
 * @param role what the name tells of the direction
 * @param host the host in it, in lower case; the whole name where it is one of the owner's choice or leads out of the
 *     registry; empty where there is none
 */
public record UpstreamCluster(Role role, String host) {
    /** Where a cluster leads to, which also tells on which side of a call the proxy stands. */
    public enum Role {
        /** From the caller's proxy or a gateway outwards, to a service of the registry. */
        OUTBOUND,
        /** From the callee's sidecar to its own application. */
        INBOUND,
        /** From a waypoint to the service or workload that it serves. */
        WAYPOINT,
        /** From an east-west gateway, which passes on what it cannot look into. */
        EAST_WEST,
        /** From the caller's proxy outwards, to something that the registry does not know, or nowhere. */
        UNROUTED,
        /** A name of the owner's choice, which tells no direction. */
        CUSTOM
    }

    /** Where a caller's proxy sends what it must not let out of the mesh. */
    public static final UpstreamCluster BLACK_HOLE = new UpstreamCluster(Role.UNROUTED, "BlackHoleCluster");

    /** The callee's sidecar, where only the direction is known. */
    public static final UpstreamCluster OWN_APPLICATION = new UpstreamCluster(Role.INBOUND, "");

    private static final String SERVER_NAME_PREFIX = "outbound_.";

    /** What a name tells. */
    public static UpstreamCluster parse(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ';') {
            end--;
        }
        String name = text.substring(0, end);
        if (isUnrouted(name)) {
            return new UpstreamCluster(Role.UNROUTED, name);
        }
        if (name.startsWith("InboundPassthroughCluster")) {
            return OWN_APPLICATION;
        }
        if (name.startsWith(SERVER_NAME_PREFIX)) {
            return new UpstreamCluster(Role.EAST_WEST, hostOfServerName(name));
        }
        int bar = name.indexOf('|');
        if (bar < 0) {
            return new UpstreamCluster(Role.CUSTOM, name);
        }
        String host = name.substring(name.lastIndexOf('|') + 1).toLowerCase(Locale.ROOT);
        String direction = name.substring(0, bar);
        return switch (direction) {
            case "outbound" -> new UpstreamCluster(Role.OUTBOUND, host);
            case "inbound" -> new UpstreamCluster(Role.INBOUND, host);
            default ->
                direction.startsWith("inbound-")
                        ? new UpstreamCluster(Role.WAYPOINT, host)
                        : new UpstreamCluster(Role.CUSTOM, host.isEmpty() ? name : host);
        };
    }

    /** Whether a name is that of Istio's clusters for what its registry does not know. */
    public static boolean isUnrouted(String name) {
        return name.startsWith("PassthroughCluster") || name.startsWith("BlackHoleCluster");
    }

    /**
     * The service in the server name by which one sidecar asks another, {@code outbound_.8000_._.probe.ns.svc.cluster.local},
     * in lower case; empty where it is no such name. East-west gateways call their clusters by it too.
     */
    public static String hostOfServerName(@Nullable String serverName) {
        if (serverName == null || !serverName.startsWith(SERVER_NAME_PREFIX)) {
            return "";
        }
        int subset = serverName.indexOf("_.", SERVER_NAME_PREFIX.length());
        int host = subset < 0 ? -1 : serverName.indexOf("_.", subset + 2);
        return host < 0 ? "" : serverName.substring(host + 2).toLowerCase(Locale.ROOT);
    }
}
