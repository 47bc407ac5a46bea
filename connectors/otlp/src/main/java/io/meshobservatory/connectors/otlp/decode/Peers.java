/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names the other side of a span from its attributes: used where no span of that side answers. */
final class Peers {
    private Peers() {}

    /** The other side, null where the attributes do not name it. */
    static @Nullable Node of(Attributes span, SpanKind kind, Node self) {
        Node topic = topic(span, self);
        if (topic != null && (kind.isCaller() || kind == SpanKind.CONSUMER)) {
            return topic;
        }
        if (kind.isCaller()) {
            return called(span, self);
        }
        return kind.isCallee() ? calling(span, self) : null;
    }

    private static @Nullable Node topic(Attributes span, Node self) {
        String system = span.string(AttributeKey.MESSAGING_SYSTEM);
        if (system == null) {
            return null;
        }
        String destination = span.string(AttributeKey.MESSAGING_DESTINATION_NAME, AttributeKey.MESSAGING_DESTINATION);
        boolean temporary = span.isTrue(AttributeKey.MESSAGING_DESTINATION_TEMPORARY);
        String name = destination == null ? system : temporary ? "(temporary)" : destination;
        return new Node(self.cluster(), Node.NOT_APPLICABLE, name, NodeKind.MESSAGING);
    }

    private static @Nullable Node called(Attributes span, Node self) {
        String database = span.string(AttributeKey.DB_SYSTEM_NAME, AttributeKey.DB_SYSTEM);
        String host = calledHost(span);
        String service = span.string(AttributeKey.SERVICE_PEER_NAME, AttributeKey.PEER_SERVICE);
        if (database != null) {
            return database(span, self, service != null ? service : host, database);
        }
        if (service != null) {
            String namespace = span.string(AttributeKey.SERVICE_PEER_NAMESPACE);
            return new Node(
                    self.cluster(), namespace == null ? Node.UNKNOWN_NAME : namespace, service, NodeKind.UNKNOWN);
        }
        String upstream = span.string(AttributeKey.UPSTREAM_CLUSTER);
        if (upstream != null) {
            Node node = upstream(upstream, host, self);
            if (node != null) {
                return node;
            }
        }
        return host == null ? null : Hosts.called(host, self);
    }

    private static Node database(Attributes span, Node self, @Nullable String host, String system) {
        if (host != null) {
            Node node = Hosts.called(host, self);
            return new Node(node.cluster(), node.namespace(), node.name(), NodeKind.DATABASE);
        }
        String name = span.string(AttributeKey.DB_NAMESPACE, AttributeKey.DB_NAME);
        return new Node(self.cluster(), self.namespace(), name == null ? system : name, NodeKind.DATABASE);
    }

    /** The service of Envoy's {@code <direction>|<port>|<subset>|<host>}; null for inbound clusters. */
    private static @Nullable Node upstream(String cluster, @Nullable String host, Node self) {
        if (cluster.startsWith("outbound|")) {
            String name = cluster.substring(cluster.lastIndexOf('|') + 1).replace(";", "");
            return name.isEmpty() ? null : Hosts.called(name, self);
        }
        boolean unrouted = cluster.startsWith("PassthroughCluster") || cluster.startsWith("BlackHoleCluster");
        if (unrouted) {
            String name = host == null ? cluster.replace(";", "") : Hosts.withoutPort(host.toLowerCase(Locale.ROOT));
            return Node.external(name);
        }
        return null;
    }

    private static @Nullable String calledHost(Attributes span) {
        String host = span.string(AttributeKey.SERVER_ADDRESS, AttributeKey.NET_PEER_NAME);
        if (host != null) {
            return host;
        }
        String url = span.string(AttributeKey.URL_FULL, AttributeKey.HTTP_URL);
        host = url == null ? null : Hosts.ofUrl(url);
        if (host != null) {
            return host;
        }
        host = span.string(AttributeKey.HTTP_HOST);
        if (host != null) {
            return host;
        }
        host = span.string(AttributeKey.NETWORK_PEER_ADDRESS, AttributeKey.NET_SOCK_PEER_ADDR);
        return host != null ? host : span.string(AttributeKey.NET_PEER_IP);
    }

    private static @Nullable Node calling(Attributes span, Node self) {
        String service = span.string(AttributeKey.SERVICE_PEER_NAME, AttributeKey.PEER_SERVICE);
        if (service != null) {
            String namespace = span.string(AttributeKey.SERVICE_PEER_NAMESPACE);
            return new Node(
                    self.cluster(), namespace == null ? Node.UNKNOWN_NAME : namespace, service, NodeKind.UNKNOWN);
        }
        String address = span.string(AttributeKey.CLIENT_ADDRESS, AttributeKey.PEER_ADDRESS);
        if (address == null) {
            address = span.string(AttributeKey.NETWORK_PEER_ADDRESS, AttributeKey.NET_SOCK_PEER_ADDR);
        }
        return address == null ? null : Hosts.calling(address, self);
    }
}
