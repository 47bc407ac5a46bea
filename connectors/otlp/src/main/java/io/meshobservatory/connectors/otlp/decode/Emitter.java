/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * What recorded the span at hand: an application, or a proxy of which kind; and on which side of a hop. Not thread-safe;
 * reused from span to span.
 */
final class Emitter {
    private final Parsed<NodeId> nodeIds;
    private final Parsed<UpstreamCluster> clusters;

    /** Who recorded it. */
    Origin origin = Origin.APPLICATION;

    /** Whether it is Linkerd's proxy, which tells its workload by the labels of its pod. */
    boolean linkerd;

    /** The parts of the node id, null without one. */
    @Nullable
    NodeId nodeId;

    /** The Envoy cluster that the request was sent to, null where none is told. */
    @Nullable
    UpstreamCluster cluster;

    Emitter(Parsed<NodeId> nodeIds, Parsed<UpstreamCluster> clusters) {
        this.nodeIds = nodeIds;
        this.clusters = clusters;
    }

    /** Looks at a span. */
    void read(RawSpan raw, Attributes resource) {
        Attributes span = raw.attributes;
        nodeId = nodeIds.of(span.string(AttributeKey.NODE_ID));
        cluster = clusters.of(span.string(AttributeKey.UPSTREAM_CLUSTER, AttributeKey.UPSTREAM_CLUSTER_NAME));
        linkerd = false;
        if (isEnvoy(raw)) {
            origin = envoy(raw.kind);
        } else if (isLinkerd(raw, resource)) {
            origin = linkerd(span.string(AttributeKey.DIRECTION));
            linkerd = true;
        } else {
            origin = Origin.APPLICATION;
        }
    }

    private boolean isEnvoy(RawSpan raw) {
        return raw.scope == RawSpan.Scope.ENVOY
                || (nodeId != null && nodeId.isMesh())
                || "proxy".equals(raw.attributes.string(AttributeKey.COMPONENT))
                || told(raw.attributes.string(AttributeKey.ISTIO_CANONICAL_SERVICE)) != null;
    }

    /**
     * Which proxy an Envoy is. Only Istio's names of clusters tell that a sidecar acts for the application of its pod: a
     * plain Envoy may stand in front of anybody.
     */
    private Origin envoy(int kind) {
        Origin proxy = nodeId == null ? Origin.SIDECAR : nodeId.origin();
        if (proxy != Origin.SIDECAR || cluster == null) {
            return proxy;
        }
        boolean mesh = nodeId != null && nodeId.isMesh();
        return switch (cluster.role()) {
            case INBOUND -> Origin.INBOUND_SIDECAR;
            // without a node id, a span that came in and goes out again may as well be a gateway's
            case OUTBOUND ->
                mesh || SpanKind.fromNumber(kind) == SpanKind.CLIENT ? Origin.OUTBOUND_SIDECAR : Origin.SIDECAR;
            case UNROUTED -> mesh ? Origin.OUTBOUND_SIDECAR : Origin.SIDECAR;
            default -> Origin.SIDECAR;
        };
    }

    private static Origin linkerd(@Nullable String direction) {
        if (direction == null) {
            return Origin.SIDECAR;
        }
        return switch (direction) {
            case "inbound" -> Origin.INBOUND_SIDECAR;
            case "outbound" -> Origin.OUTBOUND_SIDECAR;
            default -> Origin.SIDECAR;
        };
    }

    private static boolean isLinkerd(RawSpan raw, Attributes resource) {
        if ("linkerd-proxy".equals(resource.string(AttributeKey.SERVICE_NAME))) {
            return true;
        }
        String direction = raw.attributes.string(AttributeKey.DIRECTION);
        return direction != null
                && (direction.equals("inbound") || direction.equals("outbound"))
                && raw.scope == RawSpan.Scope.UNNAMED
                && raw.attributes.has(AttributeKey.URL_PATH);
    }

    /**
     * On which side of a hop the span stands. A proxy also records what goes on between it and its own application, or
     * (a waypoint) the service that it serves: that is no hop, and {@link SpanKind#INTERNAL} here. Messaging clients
     * record what they send and receive as CLIENT spans too.
     */
    SpanKind side(RawSpan raw) {
        SpanKind kind = SpanKind.fromNumber(raw.kind);
        if (origin == Origin.APPLICATION) {
            return raw.attributes.has(AttributeKey.MESSAGING_SYSTEM) ? Messaging.side(kind, raw.attributes) : kind;
        }
        if (kind == SpanKind.CLIENT) {
            return isTowardsOwnApplication(raw.attributes) ? SpanKind.INTERNAL : kind;
        }
        return kind == SpanKind.SERVER && isFromOwnApplication(raw.attributes) ? SpanKind.INTERNAL : kind;
    }

    private boolean isTowardsOwnApplication(Attributes span) {
        if (origin == Origin.WAYPOINT || (cluster != null && cluster.role() == UpstreamCluster.Role.INBOUND)) {
            return true;
        }
        String upstream = span.string(AttributeKey.UPSTREAM_ADDRESS);
        return upstream != null && Hosts.isLoopback(upstream);
    }

    /** Whether a proxy that spawns a span for each attempt recorded here that its own application called it. */
    private boolean isFromOwnApplication(Attributes span) {
        if (!origin.isSidecar() || cluster == null || cluster.role() == UpstreamCluster.Role.INBOUND) {
            return false;
        }
        if (cluster.role() != UpstreamCluster.Role.CUSTOM && nodeId != null && nodeId.isMesh()) {
            return true;
        }
        String peer = span.string(AttributeKey.PEER_ADDRESS, AttributeKey.NETWORK_PEER_ADDRESS);
        return peer != null && (Hosts.isLoopback(peer) || peer.equals(address(span)));
    }

    /** The address of the proxy itself, null where not told. */
    @Nullable
    String address(Attributes span) {
        String told = nodeId == null ? null : nodeId.address();
        return told != null ? told : localAddress(span);
    }

    /** The address at which the host of a span was reached, null where not told. */
    static @Nullable String localAddress(Attributes span) {
        String local = span.string(AttributeKey.NETWORK_LOCAL_ADDRESS, AttributeKey.NET_SOCK_HOST_ADDR);
        return local != null ? local : span.string(AttributeKey.NET_HOST_IP);
    }

    /** Istio writes {@code unknown} for what it does not know. */
    static @Nullable String told(@Nullable String value) {
        return value == null || value.equals(Node.UNKNOWN_NAME) ? null : value;
    }
}
