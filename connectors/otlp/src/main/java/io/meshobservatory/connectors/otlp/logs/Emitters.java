/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.connectors.otlp.names.PodNames;
import io.meshobservatory.core.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out who wrote a line from the attributes of its resource and its record: what a Collector adds about pods, what
 * Envoy says of itself where its built-in labels are on, and labels in the spelling of Istio's span tags. Stateless.
 */
final class Emitters {
    /** Labels of pods that name the service, as Istio ranks them, and how Collectors call labels of pods. */
    private static final String[] NAME_LABELS =
            prefixed("service.istio.io/canonical-name", "app.kubernetes.io/name", "app");

    private static final String[] VERSION_LABELS =
            prefixed("service.istio.io/canonical-revision", "app.kubernetes.io/version", "version");
    private static final Set<String> KEYS = keys();

    private Emitters() {}

    /** Whether an attribute tells anything about the emitter. */
    static boolean isKey(String key) {
        return KEYS.contains(key);
    }

    /** The emitter that attributes with these keys tell; values that Istio and SDKs write for "unknown" count as untold. */
    static Emitter of(Map<String, String> attributes) {
        ProxyId proxy = ProxyId.of(first(attributes, "node_id", "node_name"));
        String serviceCluster = proxy.isTold() ? first(attributes, "cluster_name") : "";
        int dot = serviceCluster.lastIndexOf('.');
        String namespace = first(attributes, "istio.namespace", "k8s.namespace.name");
        if (namespace.isEmpty()) {
            namespace = !proxy.namespace().isEmpty()
                    ? proxy.namespace()
                    : dot > 0 ? serviceCluster.substring(dot + 1) : first(attributes, "service.namespace");
        }
        String pod = first(attributes, "k8s.pod.name");
        if (pod.isEmpty()) {
            pod = proxy.pod();
        }
        return new Emitter(
                orUnknown(first(attributes, "istio.cluster_id", "k8s.cluster.name")),
                orUnknown(namespace),
                service(attributes, namespace, dot > 0 ? serviceCluster.substring(0, dot) : serviceCluster),
                workload(attributes, pod),
                orUnknown(version(attributes)),
                proxy.type().equals("router"),
                pod);
    }

    /** The name under which traces and metrics know a workload, too. */
    private static String service(Map<String, String> attributes, String namespace, String serviceCluster) {
        String canonical = first(attributes, "istio.canonical_service");
        if (!canonical.isEmpty()) {
            return canonical;
        }
        if (!serviceCluster.isEmpty() && !serviceCluster.equals("istio-proxy")) {
            return serviceCluster;
        }
        String label = first(attributes, NAME_LABELS);
        if (!label.isEmpty()) {
            return label;
        }
        String name = first(attributes, "service.name");
        String suffix = "." + namespace;
        String plain = !namespace.isEmpty() && name.endsWith(suffix)
                ? name.substring(0, name.length() - suffix.length())
                : name;
        boolean told = !plain.startsWith("unknown_service") && !plain.equals("istio-proxy") && !plain.equals("ztunnel");
        return told ? plain : "";
    }

    private static String version(Map<String, String> attributes) {
        String version = first(attributes, "istio.canonical_revision", "service.version");
        return version.isEmpty() ? first(attributes, VERSION_LABELS) : version;
    }

    private static String workload(Map<String, String> attributes, String pod) {
        String name = first(attributes, "k8s.deployment.name", "k8s.statefulset.name", "k8s.daemonset.name");
        return name.isEmpty() ? PodNames.workload(pod) : name;
    }

    private static String first(Map<String, String> attributes, String... keys) {
        for (String key : keys) {
            String value = attributes.get(key);
            if (value != null && !value.isEmpty() && !value.equals("-") && !value.equals(Node.UNKNOWN_NAME)) {
                return value;
            }
        }
        return "";
    }

    private static String[] prefixed(String... labels) {
        List<String> keys = new ArrayList<>();
        for (String label : labels) {
            keys.addAll(List.of(label, "k8s.pod.label." + label, "k8s.pod.labels." + label));
        }
        return keys.toArray(String[]::new);
    }

    private static Set<String> keys() {
        Set<String> keys = new HashSet<>(List.of(
                "istio.cluster_id",
                "k8s.cluster.name",
                "istio.namespace",
                "k8s.namespace.name",
                "service.namespace",
                "istio.canonical_service",
                "service.name",
                "istio.canonical_revision",
                "service.version",
                "k8s.deployment.name",
                "k8s.statefulset.name",
                "k8s.daemonset.name",
                "k8s.pod.name",
                "node_id",
                "node_name",
                "cluster_name"));
        keys.addAll(List.of(NAME_LABELS));
        keys.addAll(List.of(VERSION_LABELS));
        return Set.copyOf(keys);
    }

    private static String orUnknown(String value) {
        return value.isEmpty() ? Node.UNKNOWN_NAME : value;
    }

    /** The parts of {@code sidecar~10.244.0.8~productpage-v1-564d4686f-t6s4m.default~default.svc.cluster.local}. */
    private record ProxyId(String type, String pod, String namespace) {
        static ProxyId of(String id) {
            int first = id.indexOf('~');
            int second = id.indexOf('~', first + 1);
            int third = id.indexOf('~', second + 1);
            if (first <= 0 || second <= first || third <= second) {
                return new ProxyId("", "", "");
            }
            String podAndNamespace = id.substring(second + 1, third);
            int dot = podAndNamespace.lastIndexOf('.');
            return new ProxyId(
                    id.substring(0, first),
                    dot < 0 ? podAndNamespace : podAndNamespace.substring(0, dot),
                    dot < 0 ? "" : podAndNamespace.substring(dot + 1));
        }

        boolean isTold() {
            return !type.isEmpty();
        }
    }
}
