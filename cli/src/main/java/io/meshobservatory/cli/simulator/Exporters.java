/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;

/** The exporters of proxies and applications, with the resource that each kind of them tells. Stateless. */
final class Exporters {
    private static final String ENVOY_VERSION =
            "e98143bd8a2e5a3eafa4ba5b1c6f4ad3f6a6d2f1/1.34.7/Clean/RELEASE/BoringSSL";
    private static final String SDK_VERSION = "1.55.0";
    private static final String TRAEFIK_VERSION = "3.5.0";
    private static final int PROXY_FLUSH_SPANS = 5;
    private static final int SDK_FLUSH_SPANS = 512;

    private Exporters() {}

    /** A worker thread of an Envoy; older ones tell no SDK. */
    static Exporter envoy(String serviceName, boolean tellsSdk, Emitter emitter, int worker, long skew) {
        Resource.Builder resource = Resource.newBuilder().addAttributes(Attribute.of("service.name", serviceName));
        if (tellsSdk) {
            resource.addAttributes(Attribute.of("telemetry.sdk.language", "cpp"))
                    .addAttributes(Attribute.of("telemetry.sdk.name", "envoy"))
                    .addAttributes(Attribute.of("telemetry.sdk.version", ENVOY_VERSION));
        }
        return exporter(emitter, worker, resource, scope("envoy", ENVOY_VERSION), PROXY_FLUSH_SPANS, skew);
    }

    /** Linkerd's proxy: one name for all, and the pod's labels. */
    static Exporter linkerd(ServiceSpec service, Emitter emitter, long skew) {
        Peer self = emitter.self();
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(Attribute.of("service.name", "linkerd-proxy"))
                .addAttributes(Attribute.of("host.name", self.pod()))
                .addAttributes(Attribute.of("process.pid", 1))
                .addAttributes(Attribute.of("process.start_timestamp", 1_767_000_000_000L + emitter.key()))
                .addAttributes(Attribute.of("app", service.name()))
                .addAttributes(Attribute.of("linkerd.io/control-plane-ns", "linkerd"))
                .addAttributes(Attribute.of("linkerd.io/proxy-deployment", service.name()))
                .addAttributes(Attribute.of("linkerd.io/workload-ns", service.namespace()));
        return exporter(emitter, 0, resource, InstrumentationScope.getDefaultInstance(), SDK_FLUSH_SPANS, skew);
    }

    /** Traefik or NGINX in front of a cluster. */
    static Exporter ingress(ServiceSpec service, Emitter emitter, long skew) {
        boolean traefik = service.is(Dialect.Kind.TRAEFIK);
        Peer self = emitter.self();
        Resource.Builder resource = place(Resource.newBuilder(), self)
                .addAttributes(Attribute.of("service.name", service.name()))
                .addAttributes(Attribute.of("service.version", self.revision()))
                .addAttributes(Attribute.of("telemetry.sdk.language", traefik ? "go" : "cpp"))
                .addAttributes(Attribute.of("telemetry.sdk.name", "opentelemetry"))
                .addAttributes(Attribute.of("telemetry.sdk.version", traefik ? "1.38.0" : "1.20.0"));
        InstrumentationScope scope =
                traefik ? scope("github.com/traefik/traefik", TRAEFIK_VERSION) : scope("nginx", "");
        return exporter(emitter, 0, resource, scope, SDK_FLUSH_SPANS, skew);
    }

    /** The SDK of an application. */
    static Exporter application(
            ServiceSpec service, VersionSpec version, Peer peer, int index, long generation, long skew) {
        Resource resource = place(Resource.newBuilder(), peer)
                .addAttributes(Attribute.of("service.name", service.name()))
                .addAttributes(Attribute.of("service.namespace", service.namespace()))
                .addAttributes(Attribute.of("service.version", version.name()))
                .addAttributes(Attribute.of("service.instance.id", service.namespace() + "." + peer.pod() + ".app"))
                .addAttributes(Attribute.of("telemetry.sdk.language", "java"))
                .addAttributes(Attribute.of("telemetry.sdk.name", "opentelemetry"))
                .addAttributes(Attribute.of("telemetry.sdk.version", SDK_VERSION))
                .build();
        return new Exporter(
                index,
                generation,
                resource,
                scope("io.opentelemetry.auto", SDK_VERSION),
                SDK_FLUSH_SPANS,
                phase(peer, index),
                skew);
    }

    /** The same exporter under another name. */
    static Exporter renamed(Exporter exporter, String serviceName, int index) {
        Resource.Builder resource = exporter.resource().toBuilder();
        resource.setAttributes(0, Attribute.of("service.name", serviceName));
        return new Exporter(
                index,
                exporter.generation(),
                resource.build(),
                exporter.scope(),
                exporter.flushSpans(),
                exporter.phaseNanos(),
                exporter.skewNanos());
    }

    private static Resource.Builder place(Resource.Builder resource, Peer peer) {
        return resource.addAttributes(Attribute.of("k8s.cluster.name", peer.cluster()))
                .addAttributes(Attribute.of("k8s.namespace.name", peer.namespace()))
                .addAttributes(Attribute.of("k8s.deployment.name", peer.workload()))
                .addAttributes(Attribute.of("k8s.pod.name", peer.pod()));
    }

    private static Exporter exporter(
            Emitter emitter,
            int number,
            Resource.Builder resource,
            InstrumentationScope scope,
            int flushSpans,
            long skew) {
        int index = PodFactory.index(emitter.key(), number);
        return new Exporter(
                index, emitter.generation(), resource.build(), scope, flushSpans, phase(emitter.self(), index), skew);
    }

    private static long phase(Peer peer, int index) {
        long hash = SeededRandom.hash(SeededRandom.hash(peer.workload()), index, SeededRandom.hash(peer.pod()));
        return Math.floorMod(hash, Exporter.FLUSH_NANOS);
    }

    private static InstrumentationScope scope(String name, String version) {
        return InstrumentationScope.newBuilder()
                .setName(name)
                .setVersion(version)
                .build();
    }
}
