/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The pods and proxies of a scenario: the same for every seed, as a cluster is. Not thread-safe. */
final class Mesh {
    private final Timeline timeline;
    private final Scenario scenario;
    private final PodFactory factory;
    private final Map<String, List<List<Replica>>> replicasByVersion = new HashMap<>();
    private final Map<String, Proxy> waypoints = new HashMap<>();
    private final Map<String, Proxy> ztunnels = new HashMap<>();
    private final Map<String, Proxy> eastWestGateways = new HashMap<>();
    private final Map<String, Exporter> confusedExporters = new HashMap<>();
    /** Whoever sends metrics, by its key, as a function of time. */
    private final Map<Integer, LongFunction<Emitter>> emitters = new LinkedHashMap<>();

    private int ordinals;

    Mesh(Timeline timeline) {
        this.timeline = timeline;
        this.scenario = timeline.whole();
        this.factory = new PodFactory(scenario);
        for (ServiceSpec service : scenario.services().values()) {
            List<List<Replica>> versions = new ArrayList<>();
            for (VersionSpec version : service.versions()) {
                List<Replica> replicas = new ArrayList<>();
                for (int replica = 0; replica < version.replicas(); replica++) {
                    replicas.add(replica(service, version, replica));
                }
                versions.add(replicas);
            }
            replicasByVersion.put(service.name(), versions);
        }
        for (ServiceSpec service : scenario.services().values()) {
            if (service.hasWaypoint()) {
                waypoints.computeIfAbsent(place(service), key -> {
                    Proxy waypoint =
                            factory.waypoint(service.cluster(), service.namespace(), service.mesh(), ordinals++);
                    emitters.put(waypoint.emitter().key(), nanos -> waypoint.emitter());
                    return waypoint;
                });
            }
        }
        if (scenario.clusters().size() > 1) {
            for (String cluster : scenario.clusters()) {
                Proxy gateway = factory.eastWestGateway(cluster, ordinals++);
                eastWestGateways.put(cluster, gateway);
                emitters.put(gateway.emitter().key(), nanos -> gateway.emitter());
            }
        }
    }

    /** All that it is over time. */
    Timeline timeline() {
        return timeline;
    }

    /** Everything that there is at any time. */
    Scenario scenario() {
        return scenario;
    }

    /** The mesh as it is at a moment. */
    Scenario scenarioAt(long nanos) {
        return timeline.at(nanos);
    }

    /** Whoever sends metrics at a moment, by its key. */
    Map<Integer, LongFunction<Emitter>> emitters() {
        return emitters;
    }

    /** The waypoint in front of a service that has one. */
    Proxy waypoint(ServiceSpec service) {
        Proxy waypoint = waypoints.get(place(service));
        if (waypoint == null) {
            throw new IllegalArgumentException("service '" + service.name() + "' has no waypoint");
        }
        return waypoint;
    }

    /** The exporter of a waypoint that takes itself for the service that is asked. */
    Exporter confusedExporter(Exporter exporter, ServiceSpec service) {
        int position = List.copyOf(scenario.services().keySet()).indexOf(service.name());
        int index = PodFactory.index(ordinals + position, exporter.index() % (Proxy.WORKERS + 1));
        return confusedExporters.computeIfAbsent(
                service.name() + exporter.index(), key -> Exporters.renamed(exporter, service.host(), index));
    }

    /** The east-west gateway of a cluster; null where there is only one cluster. */
    @Nullable
    Proxy eastWestGateway(String cluster) {
        return eastWestGateways.get(cluster);
    }

    /**
     * An instance that answers a request: versions by weight, instances of a version evenly.
     *
     * @param service as it is at that moment
     */
    Pod pick(ServiceSpec service, SeededRandom random, long nanos) {
        double weights = 0;
        for (VersionSpec version : service.versions()) {
            weights += version.weight();
        }
        double at = random.nextDouble() * weights;
        int chosen = 0;
        for (int i = 0; i < service.versions().size(); i++) {
            double weight = service.versions().get(i).weight();
            if (weight > 0) {
                chosen = i;
                if (at < weight) {
                    break;
                }
            }
            at -= weight;
        }
        List<List<Replica>> versions = replicasByVersion.get(service.name());
        if (versions == null) {
            throw new IllegalArgumentException("service '" + service.name() + "' is not of this scenario");
        }
        List<Replica> replicas = versions.get(chosen);
        int running = Math.min(replicas.size(), service.versions().get(chosen).replicas());
        return replicas.get(random.nextInt(running)).at(nanos);
    }

    private Replica replica(ServiceSpec service, VersionSpec version, int number) {
        int ordinal = ordinals++;
        Proxy ztunnel = service.is(Dialect.Kind.AMBIENT) && !service.gateway() ? ztunnel(service, ordinal) : null;
        Replica replica = new Replica(
                service.restarts(),
                ordinal,
                generation -> factory.pod(service, version, number, ordinal, generation, ztunnel));
        boolean proxied = service.is(Dialect.Kind.ISTIO) || (service.is(Dialect.Kind.AMBIENT) && service.gateway());
        if (proxied) {
            emitters.put(ordinal, nanos -> emitter(replica.at(nanos)));
        }
        return replica;
    }

    private static Emitter emitter(Pod pod) {
        Proxy proxy = pod.proxy();
        if (proxy == null) {
            throw new IllegalStateException("service '" + pod.service().name() + "' has no proxy");
        }
        return proxy.emitter();
    }

    private Proxy ztunnel(ServiceSpec service, int ordinal) {
        String node = PodFactory.node(service.cluster(), ordinal);
        Proxy known = ztunnels.get(node);
        if (known == null) {
            Proxy made = factory.ztunnel(service.cluster(), node, ordinals++);
            ztunnels.put(node, made);
            emitters.put(made.emitter().key(), nanos -> made.emitter());
            return made;
        }
        return known;
    }

    private static String place(ServiceSpec service) {
        return service.cluster() + "/" + service.namespace();
    }
}
