/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small shop: a gateway, services in three namespaces, databases, a topic, and a payment provider outside. */
public final class ShopMesh {
    public static final String CLUSTER = "eu-west";

    public static final Node GATEWAY = new Node(CLUSTER, "istio-system", "ingress-gateway", NodeKind.GATEWAY);
    public static final Node FRONTEND = service("shop", "frontend");
    public static final Node CART = service("shop", "cart");
    public static final Node CATALOG = service("shop", "catalog");
    public static final Node CHECKOUT = service("shop", "checkout");
    public static final Node RECOMMENDATION = service("shop", "recommendation");
    public static final Node PAYMENT = service("payments", "payment");
    public static final Node FRAUD = service("payments", "fraud-check");
    public static final Node LEDGER = service("payments", "ledger");
    public static final Node REDIS = new Node(CLUSTER, "shop", "cart-redis", NodeKind.DATABASE);
    public static final Node POSTGRES = new Node(CLUSTER, "payments", "ledger-db", NodeKind.DATABASE);
    public static final Node ORDERS = new Node(CLUSTER, "messaging", "orders", NodeKind.MESSAGING);
    public static final Node SHIPPING = service("shop", "shipping");
    public static final Node STRIPE = Node.external("api.stripe.example");
    public static final Node LEGACY = new Node(CLUSTER, "payments", "10.4.7.19", NodeKind.UNKNOWN);

    /** An edge with how often it is called per second, how slow it is, and how often it fails. */
    public record Traffic(Edge edge, double callsPerSecond, double medianMillis, double errorRate, boolean mutualTls) {}

    public static final List<Traffic> TRAFFIC = List.of(
            new Traffic(edge(GATEWAY, FRONTEND, "http"), 24, 48, 0.004, true),
            new Traffic(edge(FRONTEND, CATALOG, "grpc"), 31, 9, 0, true),
            new Traffic(new Edge(FRONTEND, "v2", RECOMMENDATION, "v1", "grpc"), 8, 31, 0, true),
            new Traffic(new Edge(FRONTEND, "v2", RECOMMENDATION, "v2-canary", "grpc"), 2, 64, 0.06, true),
            new Traffic(edge(RECOMMENDATION, CATALOG, "grpc"), 9, 8, 0, true),
            new Traffic(edge(FRONTEND, CART, "grpc"), 12, 6, 0.001, true),
            new Traffic(edge(CART, REDIS, "redis"), 25, 0.7, 0, false),
            new Traffic(edge(FRONTEND, CHECKOUT, "grpc"), 4, 190, 0.03, true),
            new Traffic(edge(CHECKOUT, CART, "grpc"), 4, 7, 0, true),
            new Traffic(edge(CHECKOUT, PAYMENT, "grpc"), 3.6, 120, 0.027, true),
            new Traffic(edge(PAYMENT, FRAUD, "http"), 3.5, 35, 0, true),
            new Traffic(edge(PAYMENT, LEDGER, "grpc"), 3.3, 14, 0, true),
            new Traffic(edge(PAYMENT, STRIPE, "http"), 3.4, 240, 0.085, false),
            new Traffic(edge(PAYMENT, LEGACY, "http"), 0.3, 60, 0, false),
            new Traffic(edge(LEDGER, POSTGRES, "postgresql"), 7, 3.2, 0, false),
            new Traffic(edge(CHECKOUT, ORDERS, "kafka"), 3.2, 5, 0, false),
            new Traffic(edge(ORDERS, SHIPPING, "kafka"), 3.2, 22, 0, false));

    private ShopMesh() {}

    public static Edge edge(Node source, Node destination, String protocol) {
        return new Edge(source, "v2", destination, "v1", protocol);
    }

    /** The calls between two moments; the same for the same seed. */
    public static List<TestCall> calls(long fromMillis, long toMillis, long seed) {
        Random random = new Random(seed);
        List<TestCall> calls = new ArrayList<>();
        for (Traffic traffic : TRAFFIC) {
            double at = fromMillis;
            while (true) {
                at += -Math.log(1 - random.nextDouble()) * 1_000 / traffic.callsPerSecond();
                if (at >= toMillis) {
                    break;
                }
                double latency = traffic.medianMillis() * Math.exp(random.nextGaussian() * 0.45);
                boolean failed = random.nextDouble() < traffic.errorRate();
                calls.add(new TestCall(traffic.edge(), (long) at, latency, failed, traffic.mutualTls()));
            }
        }
        return calls;
    }

    private static Node service(String namespace, String name) {
        return new Node(CLUSTER, namespace, name, NodeKind.SERVICE);
    }
}
