/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name of the Envoy cluster that a request was sent to. Istio's are {@code <direction>|<port>|<subset>|<host>}, since
 * 1.23 in places with a semicolon behind; in a plain Envoy they are whatever its owner called them. Immutable.
 *
 * @param role what the name tells of the direction
 * @param host the host in it, or the whole of a name of somebody's own choice; empty where there is none
 */
public record UpstreamCluster(Role role, String host) {
    /** Where a cluster leads to. */
    public enum Role {
        /** From the proxy outwards, to a service of the registry. */
        OUTBOUND,
        /** From a sidecar to its own application. */
        INBOUND,
        /** From a waypoint to the service or workload that it serves. */
        WAYPOINT,
        /** Outwards, to something that the registry does not know, or nowhere. */
        UNROUTED,
        /** A name of the owner's choice. */
        CUSTOM
    }

    public static UpstreamCluster parse(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ';') {
            end--;
        }
        String name = text.substring(0, end);
        if (name.equals("PassthroughCluster") || name.equals("BlackHoleCluster")) {
            return new UpstreamCluster(Role.UNROUTED, name);
        }
        if (name.startsWith("InboundPassthroughCluster")) {
            return new UpstreamCluster(Role.INBOUND, "");
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

    /** Remembers the parts of the names seen. Bounded; not thread-safe. */
    static final class Cache {
        private static final int MAX_KEPT = 10_000;

        private final Map<String, UpstreamCluster> kept = new HashMap<>();

        /** The cluster of a span, null where it names none. */
        @Nullable
        UpstreamCluster of(Attributes span) {
            String text = span.string(AttributeKey.UPSTREAM_CLUSTER, AttributeKey.UPSTREAM_CLUSTER_NAME);
            if (text == null) {
                return null;
            }
            UpstreamCluster known = kept.get(text);
            if (known != null) {
                return known;
            }
            if (kept.size() >= MAX_KEPT) {
                kept.clear();
            }
            UpstreamCluster parsed = parse(text);
            kept.put(text, parsed);
            return parsed;
        }
    }
}
