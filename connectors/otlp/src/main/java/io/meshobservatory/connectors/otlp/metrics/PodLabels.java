/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.connectors.otlp.names.PodNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/** The workload of the pod from which a point was scraped, where the scrape configuration copies the pod's labels. */
final class PodLabels {
    private static final String[] WORKLOADS = {"deployment", "statefulset", "daemonset", "cronjob", "k8s_job"};

    private PodLabels() {}

    /** Named by its canonical service, application, owner or pod; null where labels do not tell namespace and name. */
    static @Nullable Workload workload(Labels labels, TargetResource resource) {
        String name = labels.told("service_istio_io_canonical_name", "app_kubernetes_io_name", "app");
        return of(labels, resource, name == null ? owner(labels) : name);
    }

    /** Named by its owner, as Linkerd's {@code dst_deployment} names the other side. */
    static @Nullable Workload byOwner(Labels labels, TargetResource resource) {
        return of(labels, resource, owner(labels));
    }

    private static @Nullable Workload of(Labels labels, TargetResource resource, @Nullable String name) {
        String namespace = labels.told("namespace", "kubernetes_namespace");
        if (namespace == null || name == null) {
            return null;
        }
        String version = labels.told("service_istio_io_canonical_revision", "version");
        return new Workload(
                Gateways.node(resource.cluster(), namespace, name), version == null ? Node.UNKNOWN_NAME : version);
    }

    private static @Nullable String owner(Labels labels) {
        String owner = labels.told(WORKLOADS);
        String pod = labels.told("pod", "kubernetes_pod_name");
        return owner == null && pod != null ? PodNames.workload(pod) : owner;
    }
}
