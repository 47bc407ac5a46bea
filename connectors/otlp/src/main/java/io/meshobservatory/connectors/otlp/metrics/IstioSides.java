/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.UpstreamCluster;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The two sides of Istio's standard metrics, as nodes. */
final class IstioSides {
    /** What Istio calls a cluster that nobody named. */
    private static final String DEFAULT_CLUSTER = "Kubernetes";

    private IstioSides() {}

    static Workload source(Labels labels, TargetResource resource, Vantage vantage) {
        String cluster = cluster(labels, "source_cluster", resource);
        if (cluster.equals(Node.UNKNOWN_NAME) && vantage != Vantage.METRICS_SOURCE) {
            cluster = cluster(labels, "destination_cluster", resource);
        }
        String name = name(labels, "source");
        if (name == null) {
            // whoever it is, it is not told; there is one of them per cluster
            return new Workload(
                    new Node(cluster, Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN), Node.UNKNOWN_NAME);
        }
        return workload(labels, "source", cluster, name);
    }

    static Workload destination(Labels labels, TargetResource resource, Workload source) {
        String name = name(labels, "destination");
        if (name == null) {
            return new Workload(unnamed(labels, source.node()), Node.UNKNOWN_NAME);
        }
        String cluster = cluster(labels, "destination_cluster", resource);
        return workload(labels, "destination", cluster, name);
    }

    /** The other names of both workloads: those of their deployments, and that of the service that was called. */
    static void aliases(Labels labels, TargetResource resource, long timeMillis, Consumer<Alias> aliases) {
        if (onlyPassesThrough(labels)) {
            return;
        }
        Workload source = claim(labels, "source", resource, timeMillis, aliases);
        Workload destination = claim(labels, "destination", resource, timeMillis, aliases);
        String service = labels.told("destination_service_name");
        String namespace = labels.told("destination_service_namespace");
        if (destination == null || service == null || namespace == null) {
            return;
        }
        // a service may be served by several workloads, in several versions
        Workload serving = new Workload(destination.node(), Node.UNKNOWN_NAME);
        aliases.accept(new Alias(name(destination.node().cluster(), namespace, service), serving, timeMillis));
        if (source != null && !source.node().cluster().equals(destination.node().cluster())) {
            aliases.accept(new Alias(name(source.node().cluster(), namespace, service), serving, timeMillis));
        }
    }

    private static @Nullable Workload claim(
            Labels labels, String side, TargetResource resource, long timeMillis, Consumer<Alias> aliases) {
        String canonical = name(labels, side);
        if (canonical == null) {
            return null;
        }
        Workload workload = workload(labels, side, cluster(labels, side + "_cluster", resource), canonical);
        Node node = workload.node();
        aliases.accept(new Alias(Alias.ofName(node), workload, timeMillis));
        aliases.accept(new Alias(Alias.ofBareName(node), workload, timeMillis));
        String deployment = labels.told(side + "_workload");
        if (deployment != null) {
            aliases.accept(new Alias(name(node.cluster(), node.namespace(), deployment), workload, timeMillis));
        }
        return workload;
    }

    private static Node name(String cluster, String namespace, String name) {
        return new Node(cluster, namespace, name, NodeKind.UNKNOWN);
    }

    /** Whether a side is a workload of the mesh. */
    static boolean isNamed(Workload side) {
        return side.node().kind() == NodeKind.SERVICE || side.node().kind() == NodeKind.GATEWAY;
    }

    /** Whether one of the sides only passes connections through: who talks to whom is told elsewhere. */
    static boolean onlyPassesThrough(Labels labels) {
        for (String key : new String[] {
            "source_workload",
            "source_canonical_service",
            "destination_workload",
            "destination_canonical_service",
            "destination_service_name"
        }) {
            String value = labels.get(key);
            if (value != null && Gateways.onlyPassesThrough(value)) {
                return true;
            }
        }
        return false;
    }

    private static Workload workload(Labels labels, String side, String cluster, String name) {
        String namespace = labels.told(side + "_workload_namespace");
        String version = labels.told(side + "_canonical_revision", side + "_version");
        return new Workload(
                Gateways.node(cluster, namespace == null ? Node.UNKNOWN_NAME : namespace, name),
                version == null ? Node.UNKNOWN_NAME : version);
    }

    /** A destination of which only the requested service is known. */
    private static Node unnamed(Labels labels, Node source) {
        String host = labels.told("destination_service");
        String service = labels.told("destination_service_name");
        if (service != null && UpstreamCluster.isUnrouted(service)) {
            return Node.external(
                    host == null || UpstreamCluster.isUnrouted(host)
                            ? service
                            : Hosts.withoutPort(host.toLowerCase(Locale.ROOT)));
        }
        if (host != null) {
            return Hosts.called(host, source);
        }
        String namespace = labels.told("destination_service_namespace");
        return new Node(
                source.cluster(),
                namespace == null ? Node.UNKNOWN_NAME : namespace,
                service == null ? Node.UNKNOWN_NAME : service,
                NodeKind.UNKNOWN);
    }

    private static @Nullable String name(Labels labels, String side) {
        return labels.told(side + "_canonical_service", side + "_app", side + "_workload");
    }

    private static String cluster(Labels labels, String key, TargetResource resource) {
        String cluster = labels.told(key);
        // Istio's default id says only that nobody named the cluster
        boolean named = cluster != null && !cluster.equals(DEFAULT_CLUSTER);
        boolean better = !resource.cluster().equals(Node.UNKNOWN_NAME);
        return cluster != null && (named || !better) ? cluster : resource.cluster();
    }
}
