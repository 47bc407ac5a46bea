/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * Who stands on both sides of a waypoint. Since Istio 1.29 waypoints tell it in tags, under two families of names; before,
 * only the cluster that they send to names the destination. Their {@code service.name} tells nothing that could be relied
 * on: it was the destination's host in 1.28 and 1.29, and the waypoint's own name before and after.
 */
final class Waypoints {
    private Waypoints() {}

    /** The workload that called, null where the tags do not tell. */
    static @Nullable Node source(Attributes span, Node self) {
        String name = told(
                span,
                AttributeKey.ISTIO_SOURCE_CANONICAL_SERVICE,
                AttributeKey.ISTIO_DOWNSTREAM_CANONICAL_SERVICE,
                AttributeKey.ISTIO_SOURCE_WORKLOAD,
                AttributeKey.ISTIO_DOWNSTREAM_WORKLOAD);
        if (name == null) {
            return null;
        }
        String namespace = told(span, AttributeKey.ISTIO_SOURCE_NAMESPACE, AttributeKey.ISTIO_DOWNSTREAM_NAMESPACE);
        String cluster = told(span, AttributeKey.ISTIO_SOURCE_CLUSTER_ID, AttributeKey.ISTIO_DOWNSTREAM_CLUSTER_ID);
        return new Node(
                cluster == null ? self.cluster() : cluster,
                namespace == null ? Node.UNKNOWN_NAME : namespace,
                name,
                kind(namespace, name));
    }

    /** The workload or service that was called, null where nothing names it. */
    static @Nullable Node destination(Attributes span, @Nullable UpstreamCluster cluster, Node waypoint, Peers peers) {
        String name = told(
                span,
                AttributeKey.ISTIO_DESTINATION_CANONICAL_SERVICE,
                AttributeKey.ISTIO_UPSTREAM_CANONICAL_SERVICE,
                AttributeKey.ISTIO_DESTINATION_WORKLOAD,
                AttributeKey.ISTIO_UPSTREAM_WORKLOAD);
        if (name == null) {
            return destinationHost(span, cluster, waypoint, peers);
        }
        String namespace = told(span, AttributeKey.ISTIO_DESTINATION_NAMESPACE, AttributeKey.ISTIO_UPSTREAM_NAMESPACE);
        String clusterId =
                told(span, AttributeKey.ISTIO_DESTINATION_CLUSTER_ID, AttributeKey.ISTIO_UPSTREAM_CLUSTER_ID);
        return new Node(
                clusterId == null ? waypoint.cluster() : clusterId,
                namespace == null ? waypoint.namespace() : namespace,
                name,
                kind(namespace, name));
    }

    private static NodeKind kind(@Nullable String namespace, String name) {
        boolean gateway = GatewayNames.isGateway(namespace == null ? "" : namespace, name);
        return gateway ? NodeKind.GATEWAY : NodeKind.SERVICE;
    }

    /** The destination's version, null where not told. */
    static @Nullable String destinationVersion(Attributes span) {
        return told(
                span,
                AttributeKey.ISTIO_DESTINATION_CANONICAL_REVISION,
                AttributeKey.ISTIO_UPSTREAM_CANONICAL_REVISION);
    }

    private static @Nullable Node destinationHost(
            Attributes span, @Nullable UpstreamCluster cluster, Node waypoint, Peers peers) {
        String host = cluster == null || cluster.host().isEmpty() ? requestedHost(span) : cluster.host();
        if (host == null) {
            return null;
        }
        Node node = peers.host(host, waypoint);
        // a waypoint serves services, also those of which only the short name was asked for
        boolean shortName = node.kind() == NodeKind.UNKNOWN && Hosts.address(host) == null;
        return shortName ? new Node(node.cluster(), node.namespace(), node.name(), NodeKind.SERVICE) : node;
    }

    /** What was asked for: where a policy of the waypoint refuses a request, that is all there is. */
    private static @Nullable String requestedHost(Attributes span) {
        String url = span.string(AttributeKey.URL_FULL, AttributeKey.HTTP_URL);
        String host = url == null ? null : Hosts.ofUrl(url);
        return host != null ? host : span.string(AttributeKey.GRPC_AUTHORITY, AttributeKey.HTTP_HOST);
    }

    private static @Nullable String told(Attributes span, AttributeKey first, AttributeKey second) {
        String value = Emitter.told(span.string(first));
        return value != null ? value : Emitter.told(span.string(second));
    }

    private static @Nullable String told(
            Attributes span, AttributeKey first, AttributeKey second, AttributeKey third, AttributeKey fourth) {
        String value = told(span, first, second);
        return value != null ? value : told(span, third, fourth);
    }
}
