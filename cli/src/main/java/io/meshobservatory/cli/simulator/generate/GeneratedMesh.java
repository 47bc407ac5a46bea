/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.generate;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Dialect;
import io.meshobservatory.cli.simulator.EntrySpec;
import io.meshobservatory.cli.simulator.ErrorRates;
import io.meshobservatory.cli.simulator.Flaws;
import io.meshobservatory.cli.simulator.Latency;
import io.meshobservatory.cli.simulator.Policy;
import io.meshobservatory.cli.simulator.Rhythm;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.Restarts;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.logs.LogForm;
import io.meshobservatory.cli.simulator.metrics.MetricsForm;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An Istio mesh in three tiers: services that clients enter through a gateway, those in the middle, and those that hold data.
 * Each calls some of the tiers below it, so that calls come to an end. A part has a database, a part a second version, a part
 * speaks gRPC; two hosts outside are used by several. Load follows the hour and the day. Stateless.
 */
public final class GeneratedMesh {
    /** The least number of services, beside the gateway. */
    public static final int MIN_SERVICES = 6;

    private static final String GATEWAY = "istio-ingressgateway";
    private static final List<String> AREAS =
            List.of("orders", "billing", "search", "users", "media", "stock", "ads", "support", "mail", "risk");
    private static final List<String> PARTS =
            List.of("api", "core", "worker", "index", "view", "sync", "rules", "store");
    private static final List<String> SYSTEMS = List.of("postgresql", "mysql", "mongodb", "redis");
    private static final List<String> HOSTS = List.of("api.mail-sender.example.com", "api.maps-service.example.com");
    private static final int MAX_CALLS = 4;

    private final SeededRandom random;
    private final int services;
    private final List<String> names = new ArrayList<>();
    private final Map<String, TargetSpec> targets = new LinkedHashMap<>();

    private GeneratedMesh(int services, long seed) {
        this.services = services;
        random = SeededRandom.of(seed, services);
    }

    /**
     * A mesh that sends all signals.
     *
     * @param services how many beside the gateway, {@value #MIN_SERVICES} to 80
     * @param seed equal seeds give equal meshes
     */
    public static Scenario of(int services, long seed) {
        int most = AREAS.size() * PARTS.size();
        if (services < MIN_SERVICES || services > most) {
            throw new IllegalArgumentException(
                    "services: " + services + " (expected: from " + MIN_SERVICES + " to " + most + ")");
        }
        return new GeneratedMesh(services, seed).scenario(seed);
    }

    private Scenario scenario(long seed) {
        for (String host : HOSTS) {
            targets.put(
                    host,
                    new External(
                            host, 443, false, new Latency(90, 600), new ErrorRates(0.002, 0.005, 0, 0, 0.001), 5_000));
        }
        for (int i = 0; i < services; i++) {
            names.add(AREAS.get(i % AREAS.size()) + "-" + PARTS.get(i / AREAS.size()));
        }
        Map<String, ServiceSpec> made = new LinkedHashMap<>();
        made.put(
                GATEWAY,
                service(GATEWAY, "istio-system", Protocol.HTTP, true, false, List.of(version("latest", 1, List.of()))));
        int entered = Math.max(2, services / 8);
        for (int i = 0; i < services; i++) {
            ServiceSpec service = service(i, entered);
            made.put(service.name(), service);
        }
        List<EntrySpec> entries = new ArrayList<>();
        for (int i = 0; i < entered; i++) {
            double rate = 1 + 7 * random.nextDouble();
            Rhythm rhythm = new Rhythm(
                    12 + 6 * random.nextDouble(),
                    3,
                    0.2 + 0.2 * random.nextDouble(),
                    0.5 + 0.4 * random.nextDouble(),
                    0.1,
                    ZoneOffset.UTC);
            entries.add(new EntrySpec(
                    "clients-" + i, names.get(i), GATEWAY, rate, "GET", "/" + names.get(i) + "/{id}", 0, rhythm));
        }
        return new Scenario(
                "generated-" + services + "-" + seed,
                "a generated mesh of " + services + " services",
                List.of("generated"),
                "cluster.local",
                new Latency(0.3, 2),
                EnumSet.allOf(Signal.class),
                MetricsForm.DEFAULT,
                LogForm.TEXT,
                Flaws.NONE,
                made,
                targets,
                entries);
    }

    /** The tiers: those that are entered, and the others by their numbers; calls go to greater numbers only. */
    private ServiceSpec service(int number, int entered) {
        String name = names.get(number);
        String namespace = AREAS.get(number % AREAS.size());
        boolean leaf = number > services * 2 / 3;
        boolean stores = random.chance(leaf ? 0.6 : 0.2) || number == services - 1;
        List<CallSpec> calls = new ArrayList<>();
        int callees = leaf ? random.nextInt(2) : 2 + random.nextInt(MAX_CALLS - 1);
        int first = Math.max(number + 1, entered);
        for (int i = 0; i < callees && first < services; i++) {
            // everybody is called by somebody: the first call goes to the next one that nobody may call yet
            int callee = i == 0 ? Math.min(services - 1, first + number) : first + random.nextInt(services - first);
            String to = names.get(callee);
            if (calls.stream().noneMatch(call -> call.to().equals(to))) {
                calls.add(call(to, callee));
            }
        }
        if (stores) {
            String store = name + "-db";
            String system = SYSTEMS.get(random.nextInt(SYSTEMS.size()));
            Latency latency = new Latency(1 + 2 * random.nextDouble(), 20);
            targets.put(store, new Database(store, namespace, system, 5432, name, latency, 0.0003));
            calls.add(new CallSpec(
                    store,
                    1,
                    false,
                    0,
                    false,
                    system.equals("mongodb") ? "find" : system.equals("redis") ? "GET" : "SELECT",
                    name));
        }
        if (random.chance(0.15)) {
            String host = HOSTS.get(random.nextInt(HOSTS.size()));
            calls.add(new CallSpec(host, 0.05, false, 0, true, "POST", "/v1/items"));
        }
        List<VersionSpec> versions = new ArrayList<>(List.of(version("v1", 1, calls)));
        if (random.chance(0.15)) {
            versions.set(0, version("v1", 9, calls));
            versions.add(version("v2", 1, calls));
        }
        Protocol protocol = number >= entered && isGrpc(number) ? Protocol.GRPC : Protocol.HTTP;
        return service(name, namespace, protocol, false, stores, versions);
    }

    private CallSpec call(String to, int callee) {
        boolean grpc = isGrpc(callee);
        boolean writes = random.chance(0.3);
        double probability = 0.2 + 0.6 * random.nextDouble();
        String method = grpc ? writes ? "Put" : "Get" : writes ? "POST" : "GET";
        String path = grpc ? to.replace('-', '.') + ".Service" : "/" + to + "/{id}";
        return new CallSpec(to, probability, false, random.chance(0.3) ? 1 : 0, random.chance(0.5), method, path);
    }

    private static boolean isGrpc(int number) {
        return number % 4 == 3;
    }

    private VersionSpec version(String name, double weight, List<CallSpec> calls) {
        double p50 = 2 + 10 * random.nextDouble();
        double rejected = 0.01 * random.nextDouble();
        ErrorRates errors = new ErrorRates(0.003 * random.nextDouble(), rejected, 0.0005, 0, 0.0002);
        return new VersionSpec(name, weight, 1 + random.nextInt(3), new Latency(p50, 8 * p50), errors, calls);
    }

    private ServiceSpec service(
            String name,
            String namespace,
            Protocol protocol,
            boolean gateway,
            boolean appSpans,
            List<VersionSpec> versions) {
        Dialect istio = Dialect.of("istio").orElseThrow();
        Policy policy = !gateway && random.chance(0.1)
                ? new Policy(0, 0, 0, 0.004, "ns[" + namespace + "]-policy[viewers]-rule[0]")
                : Policy.NONE;
        return new ServiceSpec(
                name,
                "generated",
                namespace,
                protocol,
                gateway ? 80 : 8080,
                gateway,
                istio,
                true,
                appSpans,
                false,
                true,
                true,
                policy,
                versions,
                2_000,
                gateway ? 0 : 0.005,
                gateway ? 1 : 5,
                150 + random.nextInt(800),
                300 + random.nextInt(12_000),
                Restarts.NEVER);
    }
}
