/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between a service and the network, and how it tells of the requests. Immutable.
 *
 * @param kind the product
 * @param minor of Istio, the minor version; 0 for others
 */
public record Dialect(Kind kind, int minor) {
    /** The Istio that is meant where nobody tells a version. */
    static final int NEWEST_ISTIO = 31;

    static final Dialect ISTIO = new Dialect(Kind.ISTIO, NEWEST_ISTIO);

    private static final int OLDEST_ISTIO = 21;
    private static final int DECORATED_NAMES = 23;
    private static final int GATEWAY_SPAWNS = 28;
    private static final int WAYPOINT_PEERS = 29;
    private static final int WAYPOINT_NAME_MENDED = 30;
    private static final Pattern VERSIONED = Pattern.compile("(istio|ambient)-1\\.(\\d{2})");

    public enum Kind {
        /** A sidecar. */
        ISTIO,
        /** No sidecar: ztunnel carries the connections, and a waypoint looks into the requests. */
        AMBIENT,
        LINKERD,
        /** An Envoy with a configuration of its own, which traces every attempt. */
        ENVOY,
        /** A gateway only. */
        TRAEFIK,
        /** A gateway only. */
        NGINX,
        /** Nothing. */
        NONE
    }

    /** Reads {@code istio}, {@code istio-1.22}, {@code ambient}, {@code linkerd} and so on; empty for others. */
    public static Optional<Dialect> of(String text) {
        Matcher versioned = VERSIONED.matcher(text);
        if (versioned.matches()) {
            int minor = Integer.parseInt(versioned.group(2));
            return minor < OLDEST_ISTIO || minor > NEWEST_ISTIO
                    ? Optional.empty()
                    : Optional.of(new Dialect(Kind.valueOf(versioned.group(1).toUpperCase(Locale.ROOT)), minor));
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                boolean istio = kind == Kind.ISTIO || kind == Kind.AMBIENT;
                return Optional.of(new Dialect(kind, istio ? NEWEST_ISTIO : 0));
            }
        }
        return Optional.empty();
    }

    /** What can be told in a scenario, for people. */
    static String choice() {
        return "istio, istio-1." + OLDEST_ISTIO + " to istio-1." + NEWEST_ISTIO
                + ", ambient (likewise), linkerd, envoy, traefik, nginx or none";
    }

    /** Whether its proxies send Istio's metrics and access logs. */
    public boolean isIstio() {
        return kind == Kind.ISTIO || kind == Kind.AMBIENT;
    }

    /** Whether there is an Envoy beside each instance, or in its place. */
    public boolean isEnvoy(boolean gateway) {
        return kind == Kind.ISTIO || kind == Kind.ENVOY || (gateway && kind == Kind.AMBIENT);
    }

    /** Whether an instance has a proxy of its own that sends spans. */
    public boolean hasProxySpans(boolean gateway) {
        return gateway ? kind != Kind.NONE : kind == Kind.ISTIO || kind == Kind.ENVOY || kind == Kind.LINKERD;
    }

    /** Whether each attempt to ask an upstream has a span of its own, under a server span. */
    boolean spawnsUpstreamSpans(boolean gateway) {
        return kind == Kind.ENVOY || (gateway && isIstio() && minor >= GATEWAY_SPAWNS);
    }

    /** Whether spans are named by routes and have a status; before, they were named {@code ingress} and {@code egress}. */
    boolean isDecorated() {
        return minor >= DECORATED_NAMES;
    }

    /** Whether a waypoint tells for whom it works, and who asks. */
    boolean tellsWaypointPeers() {
        return minor >= WAYPOINT_PEERS;
    }

    /** Whether a waypoint calls itself by the name of the service that is asked. */
    boolean confusesWaypointName() {
        return minor >= GATEWAY_SPAWNS && minor < WAYPOINT_NAME_MENDED;
    }

    /** The gateways that are known by name only, and the kinds that only are gateways. */
    static List<Kind> gatewaysOnly() {
        return List.of(Kind.TRAEFIK, Kind.NGINX);
    }
}
