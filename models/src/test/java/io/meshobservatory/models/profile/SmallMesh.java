/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static io.meshobservatory.models.profile.EdgeMinuteBuilder.database;
import static io.meshobservatory.models.profile.EdgeMinuteBuilder.service;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.models.feature.FeatureVector;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A shop of a dozen services, minute by minute: Poisson counts, log-normal sizes, a daily rhythm, two databases, two hosts
 * outside, a scraper, a nightly backup. Scripts change minutes: attacks and faults. All is decided by the seed.
 */
final class SmallMesh {
    /** A Monday, 00:00 UTC. */
    static final long START = 1_767_571_200_000L;

    static final int HOUR = 60;
    static final int DAY = 24 * HOUR;

    static final Node CLIENTS = Node.external("clients");
    static final Node GATEWAY = new Node("c1", "istio-system", "ingress", NodeKind.GATEWAY);
    static final Node FRONTEND = service("frontend");
    static final Node CATALOG = service("catalog");
    static final Node CART = service("cart");
    static final Node ORDERS = service("orders");
    static final Node USERS = service("users");
    static final Node PAYMENTS = service("payments");
    static final Node MAILER = service("mailer");
    static final Node REPORTS = service("reports");
    static final Node AUDIT = service("audit");
    static final Node PROMETHEUS = new Node("c1", "monitoring", "prometheus", NodeKind.SERVICE);
    static final Node BACKUP = service("backup");
    static final Node ORDERS_DB = database("orders-db");
    static final Node USERS_DB = database("users-db");
    static final Node BANK = Node.external("api.bank.example");
    static final Node SAAS = Node.external("hooks.saas.example");
    static final Node BUCKET = Node.external("bucket.storage.example");

    /** Changes a minute before it is observed. */
    interface Script {
        void change(int minute, SmallMesh mesh);
    }

    private record Flow(
            Node from, Node to, String protocol, double perVisit, String[] operations, double in, double out) {}

    private static final Flow[] FLOWS = {
        flow(CLIENTS, GATEWAY, 1, 500, 9000, "GET /", "GET /product/{id}", "POST /cart", "POST /checkout"),
        flow(GATEWAY, FRONTEND, 1, 500, 9000, "GET /", "GET /product/{id}", "POST /cart", "POST /checkout"),
        flow(FRONTEND, CATALOG, 1.8, 200, 4000, "GET /products", "GET /products/{id}"),
        flow(FRONTEND, CART, 0.6, 300, 800, "GET /cart/{id}", "POST /cart/{id}"),
        flow(FRONTEND, ORDERS, 0.08, 900, 700, "POST /orders"),
        flow(FRONTEND, USERS, 0.3, 250, 600, "POST /login", "GET /users/{id}"),
        flow(ORDERS, PAYMENTS, 0.08, 400, 300, "POST /charge"),
        flow(ORDERS, MAILER, 0.08, 700, 100, "POST /send"),
        flow(ORDERS, ORDERS_DB, 0.4, 300, 1500),
        flow(USERS, USERS_DB, 0.5, 200, 900),
        flow(REPORTS, ORDERS_DB, 0.01, 300, 60000),
        flow(PAYMENTS, BANK, 0.08, 1200, 900),
        flow(MAILER, SAAS, 0.08, 2500, 300),
        flow(ORDERS, AUDIT, 0.05, 500, 100, "POST /events"),
        flow(USERS, AUDIT, 0.03, 500, 100, "POST /events"),
    };

    private static final Node[] SCRAPED = {FRONTEND, CATALOG, CART, ORDERS, USERS, PAYMENTS, MAILER, REPORTS, AUDIT};

    final Random random;
    final TreeMap<Relation, EdgeMinuteBuilder> now = new TreeMap<>();
    final List<Signal> signals = new ArrayList<>();
    final List<FeatureVector> vectors = new ArrayList<>();
    int deploymentsExplained;
    double busy = 1;
    Releases releases = Releases.NONE;
    /** Told in each minute. */
    final TreeMap<Node, List<FactRow>> facts = new TreeMap<>();

    private final TreeMap<Node, NodeProfile> profiles = new TreeMap<>();
    private final TreeMap<Node, PrevalenceBook> books = new TreeMap<>();
    private final ProfileSettings settings = ProfileSettings.defaults();
    private final boolean shuffled;
    private final Random order;

    SmallMesh(long seed, boolean shuffled) {
        this.random = new Random(seed);
        this.order = new Random(seed + 1);
        this.shuffled = shuffled;
    }

    static SmallMesh run(long seed, int minutes, Script script) {
        return run(seed, minutes, false, script);
    }

    static SmallMesh run(long seed, int minutes, boolean shuffled, Script script) {
        SmallMesh mesh = new SmallMesh(seed, shuffled);
        for (int minute = 0; minute < minutes; minute++) {
            mesh.ordinary(minute);
            script.change(minute, mesh);
            mesh.observe(minute);
        }
        return mesh;
    }

    /** The signals of some kinds from a minute on. */
    List<Signal> signals(int fromMinute, SignalKind... kinds) {
        return signals.stream()
                .filter(signal -> signal.startMillis() >= START + fromMinute * 60_000L
                        && (kinds.length == 0 || List.of(kinds).contains(signal.kind())))
                .toList();
    }

    EdgeMinuteBuilder edge(Node from, Node to, String protocol) {
        return now.computeIfAbsent(
                new Relation(from, to, protocol), relation -> new EdgeMinuteBuilder(from, to, protocol));
    }

    NodeProfile profile(Node node) {
        return profiles.computeIfAbsent(node, unseen -> new NodeProfile());
    }

    long poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        long count = 0;
        while (product > limit) {
            count++;
            product *= random.nextDouble();
        }
        return count;
    }

    private static Flow flow(Node from, Node to, double perVisit, double in, double out, String... operations) {
        String protocol = to.kind() == NodeKind.DATABASE ? "postgresql" : "http";
        return new Flow(from, to, protocol, perVisit, operations, in, out);
    }

    private void ordinary(int minute) {
        now.clear();
        double hour = minute % DAY / (double) HOUR;
        double weekend = minute / DAY % 7 >= 5 ? 0.6 : 1;
        double visits = 120 * weekend * busy * (1.2 - Math.cos((hour - 3) / 24 * 2 * Math.PI));
        for (Flow flow : FLOWS) {
            EdgeMinuteBuilder edge = edge(flow.from, flow.to, flow.protocol);
            int kinds = Math.max(1, flow.operations.length);
            for (int i = 0; i < kinds; i++) {
                long calls = poisson(visits * flow.perVisit * 2 * (kinds - i) / (kinds * (kinds + 1.0)));
                String operation = flow.operations.length == 0 ? "" : flow.operations[i];
                edge.add(calls, operation, flow.in * noise(0.4, calls), flow.out * noise(0.6, calls));
            }
            edge.latency(8 * noise(0.1, 1), 25 * noise(0.2, 1), 60 * noise(0.3, 1));
            edge.mutual = flow.from != CLIENTS && flow.to.kind() == NodeKind.SERVICE;
            edge.version("v1").principal(principal(flow.from));
            edge.errors = Math.min(edge.calls, poisson(edge.calls * 0.002));
        }
        for (Node scraped : SCRAPED) {
            edge(PROMETHEUS, scraped, "http")
                    .add(4, "GET /metrics", 300, 40_000)
                    .principal(principal(PROMETHEUS));
        }
        int night = minute % DAY;
        if (night >= 2 * HOUR && night < 2 * HOUR + 20) {
            edge(BACKUP, ORDERS_DB, "postgresql").add(20, "", 200, 2_000_000 * noise(0.2, 1));
            edge(BACKUP, BUCKET, "http").add(20, "PUT /{id}", 1_800_000 * noise(0.2, 1), 200);
        }
        now.values().removeIf(edge -> edge.calls == 0);
    }

    static String principal(Node node) {
        return "spiffe://cluster.local/ns/" + node.namespace() + "/sa/" + node.name();
    }

    private double noise(double sigma, long calls) {
        return Math.exp(sigma / Math.sqrt(Math.max(1, calls)) * random.nextGaussian());
    }

    private void observe(int minute) {
        long start = START + minute * 60_000L;
        List<EdgeMinute> edges = new ArrayList<>();
        now.values().forEach(edge -> edges.add(edge.at(start)));
        if (shuffled) {
            java.util.Collections.shuffle(edges, order);
        }
        TreeMap<Node, List<EdgeMinute>> inbound = new TreeMap<>();
        edges.forEach(edge -> inbound.computeIfAbsent(edge.destination(), node -> new ArrayList<>())
                .add(edge));
        edges.stream()
                .map(EdgeMinute::source)
                .filter(node -> !node.isUnseen())
                .forEach(node -> books.computeIfAbsent(node, unseen -> new PrevalenceBook())
                        .observeCalling(start));
        TreeMap<Node, List<Sighted>> out = new TreeMap<>();
        TreeMap<Node, List<Sighted>> in = new TreeMap<>();
        for (Map.Entry<Node, List<EdgeMinute>> entry : inbound.entrySet()) {
            Prevalence prevalence = books.computeIfAbsent(entry.getKey(), node -> new PrevalenceBook())
                    .observe(start, entry.getValue());
            for (EdgeMinute edge : entry.getValue()) {
                Sighted sighted = new Sighted(edge, prevalence);
                out.computeIfAbsent(edge.source(), node -> new ArrayList<>()).add(sighted);
                in.computeIfAbsent(edge.destination(), node -> new ArrayList<>())
                        .add(sighted);
            }
        }
        TreeMap<Node, Boolean> nodes = new TreeMap<>();
        out.keySet().forEach(node -> nodes.put(node, true));
        in.keySet().forEach(node -> nodes.put(node, true));
        for (Node node : nodes.keySet()) {
            MinuteResult result = profile(node)
                    .observe(
                            start,
                            out.getOrDefault(node, List.of()),
                            in.getOrDefault(node, List.of()),
                            facts.getOrDefault(node, List.of()),
                            settings,
                            releases);
            signals.addAll(result.signals());
            deploymentsExplained += result.deploymentsExplained();
            if (result.features() != null) {
                vectors.add(result.features());
            }
        }
    }
}
