/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.connectors.otlp.names.PodNames;
import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who emitted a span, from the attributes of the span and of its resource. An Istio proxy names its workload in the
 * span; an application, and Linkerd's proxy, in the resource; a waypoint stands for the service that it serves. Equal
 * workloads are one object as long as there are not too many. Not thread-safe.
 */
final class Workloads {
    private static final String ISTIO_DEFAULT_CLUSTER = "Kubernetes";

    private final Interned<Workload> kept = new Interned<>();
    private final Interned<Node> nodes;
    private final Peers peers;

    /** What the spans of one resource have in common; all null when the next resource begins. */
    private @Nullable Workload application;

    private @Nullable Workload linkerd;
    private @Nullable Workload proxied;
    private @Nullable String proxiedService;
    private @Nullable String proxiedNamespace;
    private @Nullable String proxiedRevision;
    private @Nullable String proxiedCluster;
    private @Nullable NodeId proxiedBy;

    Workloads(Interned<Node> nodes, Peers peers) {
        this.nodes = nodes;
        this.peers = peers;
    }

    /** The spans that follow have another resource. */
    void beginResource() {
        application = null;
        linkerd = null;
        proxied = null;
    }

    Workload of(Attributes resource, Attributes span, Emitter emitter) {
        if (emitter.origin == Origin.APPLICATION) {
            Workload workload = application;
            if (workload == null) {
                workload = keep(ofApplication(resource));
                application = workload;
            }
            return workload;
        }
        if (emitter.linkerd) {
            Workload workload = linkerd;
            if (workload == null) {
                workload = keep(ofLinkerd(resource));
                linkerd = workload;
            }
            return workload;
        }
        Workload proxy = ofProxy(resource, span, emitter.nodeId);
        return emitter.origin == Origin.WAYPOINT ? keep(served(span, emitter, proxy.node())) : proxy;
    }

    private static Workload ofApplication(Attributes resource) {
        String namespace = resource.string(AttributeKey.K8S_NAMESPACE_NAME, AttributeKey.SERVICE_NAMESPACE);
        String name = resource.string(AttributeKey.SERVICE_NAME);
        // the default of SDKs, "unknown_service:java", says no more than nothing
        if (name == null || name.startsWith("unknown_service")) {
            String controller = kubernetesName(resource);
            name = controller == null ? name : controller;
        }
        return workload(
                resource.string(AttributeKey.K8S_CLUSTER_NAME),
                namespace,
                withoutNamespace(name, resource.string(AttributeKey.K8S_NAMESPACE_NAME)),
                NodeKind.SERVICE,
                resource.string(AttributeKey.SERVICE_VERSION, AttributeKey.APP_KUBERNETES_IO_VERSION));
    }

    private static Workload ofLinkerd(Attributes resource) {
        String name = resource.string(AttributeKey.SERVICE_NAME);
        if (name == null || name.equals("linkerd-proxy")) {
            name = linkerdName(resource);
        }
        String namespace = resource.string(AttributeKey.K8S_NAMESPACE_NAME, AttributeKey.SERVICE_NAMESPACE);
        String version = resource.string(AttributeKey.SERVICE_VERSION, AttributeKey.APP_KUBERNETES_IO_VERSION);
        return workload(
                resource.string(AttributeKey.K8S_CLUSTER_NAME),
                namespace != null ? namespace : resource.string(AttributeKey.LINKERD_WORKLOAD_NS),
                name,
                NodeKind.SERVICE,
                version != null ? version : resource.string(AttributeKey.VERSION));
    }

    private static @Nullable String linkerdName(Attributes resource) {
        String name = resource.first(
                AttributeKey.K8S_DEPLOYMENT_NAME,
                AttributeKey.LINKERD_PROXY_DEPLOYMENT,
                AttributeKey.K8S_STATEFULSET_NAME,
                AttributeKey.LINKERD_PROXY_STATEFULSET,
                AttributeKey.K8S_DAEMONSET_NAME,
                AttributeKey.LINKERD_PROXY_DAEMONSET,
                AttributeKey.APP_KUBERNETES_IO_NAME,
                AttributeKey.APP);
        if (name != null) {
            return name;
        }
        String pod = resource.string(AttributeKey.K8S_POD_NAME, AttributeKey.HOST_NAME);
        return pod == null ? null : PodNames.workload(pod);
    }

    /** What Kubernetes calls an application that does not tell its name. */
    private static @Nullable String kubernetesName(Attributes resource) {
        String name = resource.first(
                AttributeKey.K8S_DEPLOYMENT_NAME,
                AttributeKey.K8S_STATEFULSET_NAME,
                AttributeKey.K8S_DAEMONSET_NAME,
                AttributeKey.K8S_CRONJOB_NAME,
                AttributeKey.K8S_JOB_NAME,
                AttributeKey.APP_KUBERNETES_IO_NAME,
                AttributeKey.APP);
        if (name != null) {
            return name;
        }
        String pod = resource.string(AttributeKey.K8S_POD_NAME);
        return pod == null ? null : PodNames.workload(pod);
    }

    /** All spans of a proxy tell the same, so that the last answer mostly holds. */
    private Workload ofProxy(Attributes resource, Attributes span, @Nullable NodeId nodeId) {
        String service = span.string(AttributeKey.ISTIO_CANONICAL_SERVICE);
        String namespace = span.string(AttributeKey.ISTIO_NAMESPACE);
        String revision = span.string(AttributeKey.ISTIO_CANONICAL_REVISION);
        String cluster = span.string(AttributeKey.ISTIO_CLUSTER_ID);
        Workload last = proxied;
        if (last != null
                && Objects.equals(proxiedBy, nodeId)
                && Objects.equals(proxiedService, service)
                && Objects.equals(proxiedNamespace, namespace)
                && Objects.equals(proxiedRevision, revision)
                && Objects.equals(proxiedCluster, cluster)) {
            return last;
        }
        Workload workload = keep(proxied(resource, nodeId, service, namespace, revision, cluster));
        proxied = workload;
        proxiedBy = nodeId;
        proxiedService = service;
        proxiedNamespace = namespace;
        proxiedRevision = revision;
        proxiedCluster = cluster;
        return workload;
    }

    private static Workload proxied(
            Attributes resource,
            @Nullable NodeId nodeId,
            @Nullable String istioService,
            @Nullable String istioNamespace,
            @Nullable String istioRevision,
            @Nullable String istioCluster) {
        String namespace = Emitter.told(istioNamespace);
        if (namespace == null && nodeId != null) {
            namespace = nodeId.namespace();
        }
        if (namespace == null) {
            namespace = resource.string(AttributeKey.K8S_NAMESPACE_NAME, AttributeKey.SERVICE_NAMESPACE);
        }
        String name = Emitter.told(istioService);
        if (name == null) {
            name = withoutNamespace(resource.string(AttributeKey.SERVICE_NAME), namespace);
        }
        String version = Emitter.told(istioRevision);
        if (version == null) {
            version = resource.string(AttributeKey.SERVICE_VERSION);
        }
        String workload = nodeId == null ? null : nodeId.workload();
        if (workload != null) {
            String service = PodNames.service(workload);
            name = name == null ? service : name;
            version = version == null && name.equals(service) ? PodNames.version(workload) : version;
        }
        String cluster = Emitter.told(istioCluster);
        return workload(
                clusterOf(cluster, resource.string(AttributeKey.K8S_CLUSTER_NAME)),
                namespace,
                name,
                isGateway(nodeId, namespace, name) ? NodeKind.GATEWAY : NodeKind.SERVICE,
                version);
    }

    /** Istio's default id says only that nobody named the cluster to it. */
    private static @Nullable String clusterOf(@Nullable String istio, @Nullable String kubernetes) {
        return kubernetes != null && (istio == null || istio.equals(ISTIO_DEFAULT_CLUSTER)) ? kubernetes : istio;
    }

    /** The span that a gateway makes for what it sends on has no node id: there, only the name can tell. */
    private static boolean isGateway(@Nullable NodeId nodeId, @Nullable String namespace, @Nullable String name) {
        if (nodeId != null) {
            return nodeId.origin() == Origin.GATEWAY;
        }
        return name != null && GatewayNames.isGateway(namespace == null ? "" : namespace, name);
    }

    /** The service that a waypoint stands for; a nameless one beside the waypoint where nothing tells. */
    private Workload served(Attributes span, Emitter emitter, Node waypoint) {
        Node node = Waypoints.destination(span, emitter.cluster, waypoint, peers);
        if (node == null) {
            node = new Node(waypoint.cluster(), waypoint.namespace(), Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
        }
        String version = Waypoints.destinationVersion(span);
        return new Workload(node, version == null ? Node.UNKNOWN_NAME : version);
    }

    private static @Nullable String withoutNamespace(@Nullable String serviceName, @Nullable String namespace) {
        if (serviceName == null || namespace == null) {
            return serviceName;
        }
        int length = serviceName.length() - namespace.length() - 1;
        return length > 0 && serviceName.endsWith(namespace) && serviceName.charAt(length) == '.'
                ? serviceName.substring(0, length)
                : serviceName;
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

    private Workload keep(Workload workload) {
        return kept.of(new Workload(nodes.of(workload.node()), workload.version()));
    }
}
