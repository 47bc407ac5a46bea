/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.proxy.Attribute;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes pods and proxies. Equal arguments give equal pods: a cluster is the same for every seed. Stateless. */
final class PodFactory {
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int PODS_PER_SUBNET = 250;
    private static final int FIRST_RENAMED = 2_000;
    private static final int RENAMED_PODS = 58_000;
    private static final int FIRST_NETWORK = 244;
    private static final int OTHER_NETWORKS = 200;
    private static final int NODES = 2;
    private static final int RENAMED_STEP = 997;

    private final Scenario scenario;

    PodFactory(Scenario scenario) {
        this.scenario = scenario;
    }

    /**
     * A pod.
     *
     * @param replica its number within its version
     * @param ordinal its place among all pods
     * @param generation how often it was restarted before
     * @param ztunnel the ztunnel of its node, for ambient meshes
     */
    Pod pod(
            ServiceSpec service,
            VersionSpec version,
            int replica,
            int ordinal,
            long generation,
            @Nullable Proxy ztunnel) {
        Peer peer = peer(service, version, replica, ordinal, generation);
        long skew = skew(ordinal);
        Emitter.Kind kind = service.gateway() ? Emitter.Kind.GATEWAY : Emitter.Kind.SIDECAR;
        Emitter emitter = new Emitter(ordinal, generation, kind, peer, node(service.cluster(), ordinal));
        Proxy proxy = service.mesh().hasProxySpans(service.gateway()) ? proxy(service, emitter, skew) : null;
        Exporter app = service.appSpans()
                ? Exporters.application(service, version, peer, index(ordinal, Proxy.WORKERS), generation, skew)
                : null;
        String told = service.told(version);
        return new Pod(service, version, peer, service.node(), told, proxy, ztunnel, app);
    }

    /** A waypoint of a namespace; it counts as a pod. */
    Proxy waypoint(String cluster, String namespace, Dialect dialect, int ordinal) {
        Peer self = infrastructure(cluster, namespace, "waypoint", ordinal);
        Emitter emitter = new Emitter(ordinal, 0, Emitter.Kind.WAYPOINT, self, node(cluster, ordinal));
        return istioProxy("waypoint", dialect, emitter, skew(ordinal));
    }

    /** A ztunnel; it counts as a pod, and sends no spans. */
    Proxy ztunnel(String cluster, String node, int ordinal) {
        Peer self = infrastructure(cluster, "istio-system", "ztunnel", ordinal);
        Emitter emitter = new Emitter(ordinal, 0, Emitter.Kind.ZTUNNEL, self, node);
        return new Proxy(Dialect.ISTIO, self, emitter, List.of(), List.of(), List.of(), skew(ordinal));
    }

    /** An east-west gateway, which passes encrypted connections on: it sends metrics, and no spans. */
    Proxy eastWestGateway(String cluster, int ordinal) {
        Peer self = infrastructure(cluster, "istio-system", "istio-eastwestgateway", ordinal);
        Emitter emitter = new Emitter(ordinal, 0, Emitter.Kind.GATEWAY, self, node(cluster, ordinal));
        return new Proxy(Dialect.ISTIO, self, emitter, List.of(), List.of(), List.of(), skew(ordinal));
    }

    /** The Kubernetes node that a pod runs on. */
    static String node(String cluster, int ordinal) {
        return cluster.toLowerCase(Locale.ROOT) + "-worker-" + (1 + ordinal % NODES);
    }

    static int index(int ordinal, int exporter) {
        return ordinal * (Proxy.WORKERS + 1) + exporter;
    }

    private Proxy proxy(ServiceSpec service, Emitter emitter, long skew) {
        return switch (service.mesh().kind()) {
            case ISTIO, AMBIENT -> istioProxy(service.gateway() ? "router" : "sidecar", service.mesh(), emitter, skew);
            case ENVOY -> {
                List<Exporter> workers = new ArrayList<>();
                for (int worker = 0; worker < Proxy.WORKERS; worker++) {
                    workers.add(Exporters.envoy(service.name(), true, emitter, worker, skew));
                }
                List<KeyValue> identity = List.of(Attribute.of("node_id", service.name() + "-envoy"));
                yield new Proxy(service.mesh(), emitter.self(), emitter, identity, List.of(), workers, skew);
            }
            case LINKERD ->
                new Proxy(
                        service.mesh(),
                        emitter.self(),
                        emitter,
                        List.of(),
                        List.of(),
                        List.of(Exporters.linkerd(service, emitter, skew)),
                        skew);
            case TRAEFIK, NGINX ->
                new Proxy(
                        service.mesh(),
                        emitter.self(),
                        emitter,
                        List.of(),
                        List.of(),
                        List.of(Exporters.ingress(service, emitter, skew)),
                        skew);
            case NONE -> throw new IllegalArgumentException("service '" + service.name() + "' has no proxy");
        };
    }

    private static Proxy istioProxy(String type, Dialect dialect, Emitter emitter, long skew) {
        Peer self = emitter.self();
        String name = self.service() + "." + self.namespace();
        List<Exporter> workers = new ArrayList<>();
        for (int worker = 0; worker < Proxy.WORKERS; worker++) {
            workers.add(Exporters.envoy(name, dialect.isDecorated(), emitter, worker, skew));
        }
        KeyValue nodeId = Attribute.of(
                "node_id",
                type + "~" + self.address() + "~" + self.pod() + "." + self.namespace() + "~" + self.namespace()
                        + ".svc.cluster.local");
        List<KeyValue> tags = List.of(
                Attribute.of("istio.canonical_revision", self.revision()),
                Attribute.of("istio.canonical_service", self.service()),
                Attribute.of("istio.mesh_id", "cluster.local"),
                Attribute.of("istio.namespace", self.namespace()),
                Attribute.of("istio.cluster_id", self.cluster()));
        return new Proxy(dialect, self, emitter, List.of(nodeId, Attribute.of("zone", "")), tags, workers, skew);
    }

    private Peer peer(ServiceSpec service, VersionSpec version, int replica, int ordinal, long generation) {
        String workload = service.gateway() ? service.name() : service.name() + "-" + version.name();
        long hash = SeededRandom.hash(service.namespace() + "/" + workload);
        long renamings = service.restarts().renamed() ? generation : 0;
        long podHash = renamings == 0 ? SeededRandom.hash(hash, replica) : SeededRandom.hash(hash, replica, renamings);
        String pod = workload + "-" + suffix(hash, 9) + "-" + suffix(podHash, 5);
        // a step that is greater than any number of pods keeps the addresses of two generations apart
        int slot = renamings == 0
                ? ordinal
                : FIRST_RENAMED + (int) Math.floorMod(ordinal + renamings * RENAMED_STEP, (long) RENAMED_PODS);
        return new Peer(
                service.cluster(),
                service.namespace(),
                workload,
                service.name(),
                service.gateway() ? Peer.LATEST : version.name(),
                service.gateway() ? Peer.UNKNOWN : version.name(),
                service.principal(scenario.trustDomain()),
                pod,
                address(service.cluster(), slot));
    }

    private Peer infrastructure(String cluster, String namespace, String name, int ordinal) {
        long hash = SeededRandom.hash(cluster + "/" + namespace + "/" + name);
        String pod = name + "-" + suffix(hash, 9) + "-" + suffix(SeededRandom.hash(hash, ordinal), 5);
        String principal = "spiffe://" + scenario.trustDomain() + "/ns/" + namespace + "/sa/" + name;
        return new Peer(
                cluster, namespace, name, name, Peer.LATEST, Peer.UNKNOWN, principal, pod, address(cluster, ordinal));
    }

    private String address(String cluster, int slot) {
        int network = scenario.clusters().indexOf(cluster);
        return "10." + (network <= 0 ? FIRST_NETWORK : OTHER_NETWORKS + network) + "."
                + (1 + slot / PODS_PER_SUBNET % PODS_PER_SUBNET) + "." + (2 + slot % PODS_PER_SUBNET);
    }

    /** A clock that is as far off as the scenario allows, at most. */
    private long skew(int ordinal) {
        double at = new SeededRandom(SeededRandom.hash(ordinal, 77)).nextDouble();
        return Math.round((2 * at - 1) * scenario.flaws().clockSkewNanos());
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
