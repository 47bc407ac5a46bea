/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names the other side of a span from its attributes: used where no span of that side answers. The order is that of the
 * semantic conventions: a peer that is named as such, then Envoy's cluster, hosts, the database, addresses. Not
 * thread-safe.
 */
final class Peers {
    /** Stands for no peer at all, where that is remembered. */
    private static final Node NOBODY = new Node("", "", "", NodeKind.UNKNOWN);

    private static final AttributeSet NAMED = AttributeSet.of(
            AttributeKey.DB_SYSTEM_NAME,
            AttributeKey.DB_SYSTEM,
            AttributeKey.SERVICE_PEER_NAME,
            AttributeKey.PEER_SERVICE);

    private final Interned<Node> nodes;
    private final PairCache<String, Node, Node> called = new PairCache<>();
    private final PairCache<String, Node, Node> calling = new PairCache<>();

    Peers(Interned<Node> nodes) {
        this.nodes = nodes;
    }

    /** The other side, null where the attributes do not name it. */
    @Nullable
    Node of(Attributes span, SpanKind side, Emitter emitter, Node self) {
        if (side.isCaller() || side == SpanKind.CONSUMER) {
            Node topic = Messaging.topic(span, self);
            if (topic != null) {
                return nodes.of(topic);
            }
        }
        if (side.isCaller()) {
            return called(span, emitter, self);
        }
        return side.isCallee() ? calling(span, emitter, self) : null;
    }

    /** The node that stands for a host that is called. */
    Node host(String host, Node caller) {
        Node known = called.get(host, caller);
        return known != null ? known : called.put(host, caller, nodes.of(Hosts.called(host, caller)));
    }

    private @Nullable Node called(Attributes span, Emitter emitter, Node self) {
        if (span.hasAny(NAMED)) {
            String database = span.string(AttributeKey.DB_SYSTEM_NAME, AttributeKey.DB_SYSTEM);
            String service = span.string(AttributeKey.SERVICE_PEER_NAME, AttributeKey.PEER_SERVICE);
            if (database != null) {
                return database(span, self, service != null ? service : requestedHost(span, emitter), database);
            }
            if (service != null) {
                return named(service, span, self);
            }
        }
        UpstreamCluster cluster = emitter.cluster;
        if (cluster == null) {
            String host = requestedHost(span, emitter);
            return host == null ? null : host(host, self);
        }
        return switch (cluster.role()) {
            case OUTBOUND, WAYPOINT, EAST_WEST, INBOUND -> {
                String host = cluster.host().isEmpty() ? requestedHost(span, emitter) : cluster.host();
                yield host == null ? null : host(host, self);
            }
            case UNROUTED -> {
                String host = requestedHost(span, emitter);
                yield nodes.of(Node.external(
                        host == null ? cluster.host() : Hosts.withoutPort(host.toLowerCase(Locale.ROOT))));
            }
            case CUSTOM -> host(customHost(span, emitter, cluster), self);
        };
    }

    /**
     * What a plain Envoy calls: the host that was asked for, unless that is the proxy itself; else the name of the
     * cluster, unless that is the path of a route, as gateways generate it; else the address.
     */
    private static String customHost(Attributes span, Emitter emitter, UpstreamCluster cluster) {
        String host = requestedHost(span, emitter);
        String upstream = span.string(AttributeKey.UPSTREAM_ADDRESS);
        if (host != null && !Hosts.isLoopback(host) && !host.equals(upstream)) {
            return host;
        }
        return upstream != null && cluster.host().indexOf('/') >= 0 ? upstream : cluster.host();
    }

    private Node named(String service, Attributes span, Node self) {
        String namespace = span.string(AttributeKey.SERVICE_PEER_NAMESPACE);
        return nodes.of(
                new Node(self.cluster(), namespace == null ? Node.UNKNOWN_NAME : namespace, service, NodeKind.UNKNOWN));
    }

    private Node database(Attributes span, Node self, @Nullable String host, String system) {
        if (host != null) {
            Node node = host(host, self);
            return nodes.of(new Node(node.cluster(), node.namespace(), node.name(), NodeKind.DATABASE));
        }
        String name = span.string(AttributeKey.DB_NAMESPACE, AttributeKey.DB_NAME);
        return nodes.of(new Node(self.cluster(), self.namespace(), name == null ? system : name, NodeKind.DATABASE));
    }

    private static @Nullable String requestedHost(Attributes span, Emitter emitter) {
        String host = span.string(AttributeKey.SERVER_ADDRESS, AttributeKey.NET_PEER_NAME);
        if (host != null) {
            return host;
        }
        String url = span.string(AttributeKey.URL_FULL, AttributeKey.HTTP_URL);
        host = url == null ? null : Hosts.ofUrl(url);
        if (host != null) {
            return host;
        }
        host = span.string(AttributeKey.HTTP_HOST, AttributeKey.GRPC_AUTHORITY);
        if (host != null) {
            return host;
        }
        if (emitter.origin.isProxy() && !emitter.linkerd) {
            // Envoy's peer is the caller, except where it writes the upstream's address under a name of its own, too
            return span.string(AttributeKey.UPSTREAM_ADDRESS);
        }
        host = span.string(AttributeKey.NETWORK_PEER_ADDRESS, AttributeKey.NET_SOCK_PEER_ADDR);
        return host != null ? host : span.string(AttributeKey.NET_PEER_IP);
    }

    private @Nullable Node calling(Attributes span, Emitter emitter, Node self) {
        String service = span.string(AttributeKey.SERVICE_PEER_NAME, AttributeKey.PEER_SERVICE);
        if (service != null) {
            return named(service, span, self);
        }
        if (emitter.origin == Origin.WAYPOINT) {
            Node source = Waypoints.source(span, self);
            if (source != null) {
                return nodes.of(source);
            }
        }
        String address = callingAddress(span, emitter.origin);
        if (address == null) {
            return null;
        }
        Node node = calling.get(address, self);
        if (node == null) {
            // from the host itself calls the own sidecar, or nobody
            node = Hosts.isLoopback(address) ? NOBODY : nodes.of(Hosts.calling(address, self));
            calling.put(address, self, node);
        }
        return node == NOBODY ? null : node;
    }

    /** A proxy knows who stands before it; an application behind one rather knows who that one told of. */
    private static @Nullable String callingAddress(Attributes span, Origin origin) {
        String direct = span.string(AttributeKey.PEER_ADDRESS, AttributeKey.NETWORK_PEER_ADDRESS);
        if (origin.isProxy() && direct != null) {
            return direct;
        }
        String client = span.string(AttributeKey.CLIENT_ADDRESS, AttributeKey.HTTP_CLIENT_IP);
        if (client != null) {
            return client;
        }
        if (direct == null) {
            direct = span.string(AttributeKey.NET_SOCK_PEER_ADDR, AttributeKey.NET_PEER_IP);
        }
        return direct;
    }
}
