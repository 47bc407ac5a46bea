/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Workload;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who emitted a span, from the attributes of the span and of its resource. An Istio proxy names its workload in the
 * span; an application in the resource. Equal workloads are one object as long as there are not too many. Not
 * thread-safe.
 */
final class Workloads {
    private static final int MAX_KEPT = 10_000;

    private final Map<Workload, Workload> kept = new HashMap<>();

    Workload of(Attributes resource, Attributes span) {
        String nodeId = span.string(AttributeKey.NODE_ID);
        String istioService = told(span.string(AttributeKey.ISTIO_CANONICAL_SERVICE));
        boolean proxy = nodeId != null || istioService != null;
        return keep(proxy ? proxied(resource, span, nodeId, istioService) : application(resource));
    }

    private static Workload application(Attributes resource) {
        String namespace = resource.string(AttributeKey.K8S_NAMESPACE_NAME, AttributeKey.SERVICE_NAMESPACE);
        return workload(
                resource.string(AttributeKey.K8S_CLUSTER_NAME),
                namespace,
                resource.string(AttributeKey.SERVICE_NAME),
                NodeKind.SERVICE,
                resource.string(AttributeKey.SERVICE_VERSION));
    }

    private static Workload proxied(
            Attributes resource, Attributes span, @Nullable String nodeId, @Nullable String istioService) {
        String namespace = told(span.string(AttributeKey.ISTIO_NAMESPACE));
        if (namespace == null && nodeId != null) {
            namespace = namespaceOfNodeId(nodeId);
        }
        if (namespace == null) {
            namespace = resource.string(AttributeKey.K8S_NAMESPACE_NAME, AttributeKey.SERVICE_NAMESPACE);
        }
        String name = istioService;
        if (name == null) {
            name = withoutNamespace(resource.string(AttributeKey.SERVICE_NAME), namespace);
        }
        String cluster = told(span.string(AttributeKey.ISTIO_CLUSTER_ID));
        String version = told(span.string(AttributeKey.ISTIO_CANONICAL_REVISION));
        return workload(
                cluster != null ? cluster : resource.string(AttributeKey.K8S_CLUSTER_NAME),
                namespace,
                name,
                nodeId != null && nodeId.startsWith("router~") ? NodeKind.GATEWAY : NodeKind.SERVICE,
                version != null ? version : resource.string(AttributeKey.SERVICE_VERSION));
    }

    /** The namespace of {@code sidecar~10.1.2.3~pod.namespace~namespace.svc.cluster.local}. */
    private static @Nullable String namespaceOfNodeId(String nodeId) {
        int last = nodeId.lastIndexOf('~');
        int dot = nodeId.indexOf('.', last + 1);
        return last < 0 || dot < 0 ? null : nodeId.substring(last + 1, dot);
    }

    private static @Nullable String withoutNamespace(@Nullable String serviceName, @Nullable String namespace) {
        if (serviceName == null || namespace == null || !serviceName.endsWith("." + namespace)) {
            return serviceName;
        }
        return serviceName.substring(0, serviceName.length() - namespace.length() - 1);
    }

    private static Workload workload(
            @Nullable String cluster,
            @Nullable String namespace,
            @Nullable String name,
            NodeKind kind,
            @Nullable String version) {
        return new Workload(
                new Node(orUnknown(cluster), orUnknown(namespace), orUnknown(name), kind), orUnknown(version));
    }

    private static String orUnknown(@Nullable String value) {
        return value == null ? Node.UNKNOWN_NAME : value;
    }

    /** Istio writes {@code unknown} for what it does not know. */
    private static @Nullable String told(@Nullable String value) {
        return value == null || value.equals(Node.UNKNOWN_NAME) ? null : value;
    }

    private Workload keep(Workload workload) {
        Workload known = kept.get(workload);
        if (known != null) {
            return known;
        }
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(workload, workload);
        return workload;
    }
}
