/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.connectors.otlp.names.PodNames;
import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetIdentity;
import io.meshobservatory.core.telemetry.Workload;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who exports metrics, from the attributes of the resource. In a scrape {@code service.name} is the name of the scrape job,
 * and no workload. Immutable.
 */
final class TargetResource {
    private static final String SDK = "telemetry.sdk.";
    private static final String ISTIO_SYSTEM = "istio-system";

    /** Where the Collector's processors put labels of pods, and how scrape configurations copy them. */
    private static final String[] LABEL_PREFIXES = {"k8s.pod.labels.", "k8s.pod.label.", ""};

    private static final String[] NAME_LABELS = {
        "service.istio.io/canonical-name", "service_istio_io_canonical_name", "app.kubernetes.io/name", "app"
    };
    private static final String[] VERSION_LABELS = {
        "service.istio.io/canonical-revision",
        "service_istio_io_canonical_revision",
        "app.kubernetes.io/version",
        "version",
        "service.version"
    };
    private static final String[] OWNERS = {
        "k8s.deployment.name", "k8s.statefulset.name", "k8s.daemonset.name", "k8s.cronjob.name", "k8s.job.name"
    };

    private static final String INSTANCE = "service.instance.id";
    private static final String JOB = "service.name";

    /** Istio's agent tells at the first port all that Envoy tells at the second, and more. */
    private static final String AGENT_PORT = "15020";

    private static final String ENVOY_PORT = "15090";

    /** What depends on how a target is scraped, in the present and the former conventions. */
    private static final Set<String> OF_SCRAPE =
            Set.of(JOB, INSTANCE, "server.port", "net.host.port", "url.scheme", "http.scheme", "k8s.container.name");

    private final Map<String, String> attributes = new TreeMap<>();
    private final boolean scraped;

    TargetResource(Resource resource) {
        for (KeyValue attribute : resource.getAttributesList()) {
            String value = Labels.text(attribute.getValue());
            if (!value.isEmpty()) {
                attributes.put(attribute.getKey(), value);
            }
        }
        scraped = attributes.containsKey("url.scheme") || attributes.containsKey("http.scheme");
    }

    /** What makes the target itself, with a scope; empty if nothing does. All views of a proxy of Istio are one target. */
    String key(InstrumentationScope scope) {
        StringBuilder key = new StringBuilder();
        String host = hostOfIstioProxy();
        if (host != null) {
            key.append(INSTANCE)
                    .append('=')
                    .append(host)
                    .append(':')
                    .append(AGENT_PORT)
                    .append('\u0000');
        }
        attributes.forEach((name, value) -> {
            if (!name.startsWith(SDK) && (host == null || !OF_SCRAPE.contains(name))) {
                key.append(name).append('=').append(value).append('\u0000');
            }
        });
        if (!key.isEmpty()) {
            key.append(scope.getName()).append('\u0000').append(scope.getVersion());
        }
        return key.toString();
    }

    /** Through which view of the target this was read, by port and job, the better ones first; empty if it has only one. */
    String view() {
        String instance = get(INSTANCE);
        if (instance == null || hostOfIstioProxy() == null) {
            return "";
        }
        String job = get(JOB);
        return instance.substring(instance.lastIndexOf(':') + 1) + " " + (job == null ? "" : job);
    }

    private @Nullable String hostOfIstioProxy() {
        String instance = get(INSTANCE);
        int colon = instance == null ? -1 : instance.lastIndexOf(':');
        if (instance == null || colon <= 0) {
            return null;
        }
        String port = instance.substring(colon + 1);
        String host = instance.substring(0, colon);
        boolean istio = port.equals(AGENT_PORT) || port.equals(ENVOY_PORT);
        // where each pod has its own collector, the job may be all that tells one from another
        return istio && !isOwnOnly(host) ? host : null;
    }

    /** The cluster, {@code unknown} where not told. */
    String cluster() {
        return orUnknown(first("k8s.cluster.name", "istio.cluster_id"));
    }

    /** Whose proxy it is, as far as the resource tells. */
    TargetIdentity identity() {
        if (isZtunnel()) {
            return TargetIdentity.OF_MANY;
        }
        Workload workload = workload();
        return workload == null ? TargetIdentity.UNKNOWN : TargetIdentity.ofResource(workload);
    }

    /** The workload that the resource names, null if it names none. */
    @Nullable
    Workload workload() {
        return named(label(NAME_LABELS));
    }

    /** The same, by the name of its owner if that is told. */
    @Nullable
    Workload owner() {
        return named(first(OWNERS));
    }

    private @Nullable Workload named(@Nullable String preferred) {
        String name = preferred == null ? first(OWNERS) : preferred;
        String pod = get("k8s.pod.name");
        if (name == null && pod != null) {
            name = PodNames.workload(pod);
        }
        String service = get(JOB);
        if (name == null && service != null && !scraped && !service.startsWith("unknown_service")) {
            name = service;
        }
        if (name == null) {
            return null;
        }
        String namespace = orUnknown(first("k8s.namespace.name", "service.namespace"));
        return new Workload(Gateways.node(cluster(), namespace, name), orUnknown(label(VERSION_LABELS)));
    }

    /**
     * The node that others make of the target's address. Its name is {@code unknown} where the address is not told, is only
     * valid for the target itself, or is that of a proxy which stands for others.
     */
    Node address() {
        String instance = get(INSTANCE);
        String host = get("k8s.pod.ip");
        if (host == null && instance != null && instance.indexOf(':') > 0) {
            host = Hosts.withoutPort(instance);
        }
        Workload workload = workload();
        boolean standsForOthers = isZtunnel()
                || (workload != null && GatewayNames.isWaypoint(workload.node().name()));
        String address = host == null || isOwnOnly(host) || standsForOthers ? Node.UNKNOWN_NAME : host;
        return Alias.ofAddress(cluster(), address);
    }

    /** Istio's control plane, if that is what it is. */
    @Nullable
    Node controlPlane() {
        for (String key : new String[] {"service.name", "k8s.deployment.name", "k8s.pod.name", "app"}) {
            String value = get(key);
            if (value != null && isControlPlane(value.toLowerCase(Locale.ROOT))) {
                return istiod();
            }
        }
        return null;
    }

    /** The node of Istio's control plane in the target's cluster. */
    Node istiod() {
        String namespace = first("k8s.namespace.name");
        String deployment = first("k8s.deployment.name");
        String name = deployment != null && isControlPlane(deployment) ? deployment : "istiod";
        return Gateways.node(cluster(), namespace == null ? ISTIO_SYSTEM : namespace, name);
    }

    /** Whether an address is valid only within the target's own host or pod. */
    private static boolean isOwnOnly(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private static boolean isControlPlane(String name) {
        return name.contains("istiod") || name.contains("istio-pilot") || name.contains("citadel");
    }

    private boolean isZtunnel() {
        for (String key : new String[] {"service.name", "k8s.daemonset.name", "k8s.pod.name", "app"}) {
            String value = get(key);
            if (value != null && value.contains("ztunnel")) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String label(String[] names) {
        for (String name : names) {
            for (String prefix : LABEL_PREFIXES) {
                String value = get(prefix + name);
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    /** What is too long reads as absent, but still tells one target from another. */
    private @Nullable String get(String key) {
        String value = attributes.get(key);
        return value == null || value.length() > Labels.MAX_LENGTH ? null : value;
    }

    private @Nullable String first(String... keys) {
        for (String key : keys) {
            String value = get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String orUnknown(@Nullable String value) {
        return value == null ? Node.UNKNOWN_NAME : value;
    }
}
