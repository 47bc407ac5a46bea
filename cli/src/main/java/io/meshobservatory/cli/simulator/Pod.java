/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instance of a version of a service: its names, and its exporters. Immutable. */
final class Pod {
    /** Envoy in an Istio sidecar has two worker threads by default, each with a buffer of spans of its own. */
    static final int PROXY_WORKERS = 2;

    private static final String ENVOY_VERSION =
            "e98143bd8a2e5a3eafa4ba5b1c6f4ad3f6a6d2f1/1.34.7/Clean/RELEASE/BoringSSL";
    private static final String SDK_VERSION = "1.55.0";
    private static final int PROXY_FLUSH_SPANS = 5;
    private static final int SDK_FLUSH_SPANS = 512;
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final ServiceSpec service;
    private final VersionSpec version;
    private final String address;
    private final KeyValue nodeId;
    private final List<KeyValue> istioTags;
    private final List<Exporter> proxyExporters;
    private final @Nullable Exporter appExporter;

    Pod(ServiceSpec service, VersionSpec version, int replica, int ordinal, String cluster, int firstExporter) {
        this.service = service;
        this.version = version;
        String workload = service.gateway() ? service.name() : service.name() + "-" + version.name();
        long hash = SeededRandom.hash(service.namespace() + "/" + workload);
        String pod = workload + "-" + suffix(hash, 9) + "-" + suffix(SeededRandom.hash(hash, replica), 5);
        address = "10.244." + (1 + ordinal / 250 % 250) + "." + (2 + ordinal % 250);
        String type = service.gateway() ? "router" : "sidecar";
        nodeId = Attribute.of(
                "node_id",
                type + "~" + address + "~" + pod + "." + service.namespace() + "~" + service.namespace()
                        + ".svc.cluster.local");
        istioTags = List.of(
                Attribute.of("istio.canonical_revision", version.name()),
                Attribute.of("istio.canonical_service", service.name()),
                Attribute.of("istio.mesh_id", "cluster.local"),
                Attribute.of("istio.namespace", service.namespace()),
                Attribute.of("istio.cluster_id", cluster));
        List<Exporter> workers = new ArrayList<>();
        for (int worker = 0; worker < PROXY_WORKERS; worker++) {
            workers.add(exporter(firstExporter + worker, proxyResource(), envoyScope(), PROXY_FLUSH_SPANS, hash, pod));
        }
        proxyExporters = List.copyOf(workers);
        appExporter = service.appSpans()
                ? exporter(
                        firstExporter + PROXY_WORKERS,
                        appResource(workload, pod, cluster),
                        appScope(),
                        SDK_FLUSH_SPANS,
                        hash,
                        pod)
                : null;
    }

    /** How many exporters the pods of a service have. */
    static int exporters(ServiceSpec service) {
        return PROXY_WORKERS + (service.appSpans() ? 1 : 0);
    }

    ServiceSpec service() {
        return service;
    }

    VersionSpec version() {
        return version;
    }

    /** Its IP address. */
    String address() {
        return address;
    }

    KeyValue nodeId() {
        return nodeId;
    }

    /** What Istio adds to every span of the proxy. */
    List<KeyValue> istioTags() {
        return istioTags;
    }

    Exporter proxyExporter(int worker) {
        return proxyExporters.get(worker);
    }

    /** The exporter of the application, null if it is not instrumented. */
    @Nullable
    Exporter appExporter() {
        return appExporter;
    }

    private static Exporter exporter(
            int index, Resource resource, InstrumentationScope scope, int flushSpans, long hash, String pod) {
        long phase = Math.floorMod(SeededRandom.hash(hash, index, SeededRandom.hash(pod)), Exporter.FLUSH_NANOS);
        return new Exporter(index, resource, scope, flushSpans, phase);
    }

    private Resource proxyResource() {
        return Resource.newBuilder()
                .addAttributes(Attribute.of("service.name", service.name() + "." + service.namespace()))
                .addAttributes(Attribute.of("telemetry.sdk.language", "cpp"))
                .addAttributes(Attribute.of("telemetry.sdk.name", "envoy"))
                .addAttributes(Attribute.of("telemetry.sdk.version", ENVOY_VERSION))
                .build();
    }

    private Resource appResource(String workload, String pod, String cluster) {
        return Resource.newBuilder()
                .addAttributes(Attribute.of("service.name", service.name()))
                .addAttributes(Attribute.of("service.namespace", service.namespace()))
                .addAttributes(Attribute.of("service.version", version.name()))
                .addAttributes(Attribute.of("service.instance.id", service.namespace() + "." + pod + ".app"))
                .addAttributes(Attribute.of("k8s.cluster.name", cluster))
                .addAttributes(Attribute.of("k8s.namespace.name", service.namespace()))
                .addAttributes(Attribute.of("k8s.deployment.name", workload))
                .addAttributes(Attribute.of("k8s.pod.name", pod))
                .addAttributes(Attribute.of("telemetry.sdk.language", "java"))
                .addAttributes(Attribute.of("telemetry.sdk.name", "opentelemetry"))
                .addAttributes(Attribute.of("telemetry.sdk.version", SDK_VERSION))
                .build();
    }

    private static InstrumentationScope envoyScope() {
        return InstrumentationScope.newBuilder()
                .setName("envoy")
                .setVersion(ENVOY_VERSION)
                .build();
    }

    private static InstrumentationScope appScope() {
        return InstrumentationScope.newBuilder()
                .setName("io.opentelemetry.auto")
                .setVersion(SDK_VERSION)
                .build();
    }

    private static String suffix(long hash, int length) {
        SeededRandom random = new SeededRandom(hash);
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < length; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
