/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.Simulations.Emitted;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.graph.SimulatedNode.Kind;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the calls off the spans in the plainest way, with all spans in memory: a span whose parent is of another service
 * is a call, and so is a client span under which there is none. Knows nothing of how the spans came to be.
 */
final class NaiveGraph {
    /** Calls, errors and rejections of one edge. */
    record Calls(long calls, long errors, long rejected) {
        Calls plus(Calls other) {
            return new Calls(calls + other.calls, errors + other.errors, rejected + other.rejected);
        }
    }

    private record Service(String namespace, String name) {
        SimulatedNode node(Kind kind) {
            boolean outside = kind == Kind.EXTERNAL;
            return new SimulatedNode(outside ? "-" : "Kubernetes", namespace, name, kind);
        }
    }

    private final Map<ByteString, Emitted> byId = new HashMap<>();
    private final Set<ByteString> parents = new HashSet<>();
    private final SortedMap<SimulatedEdge, Calls> edges = new TreeMap<>();

    private NaiveGraph() {}

    static SortedMap<SimulatedEdge, Calls> of(List<Emitted> spans) {
        NaiveGraph graph = new NaiveGraph();
        for (Emitted span : spans) {
            graph.byId.put(span.span().getSpanId(), span);
            graph.parents.add(span.span().getParentSpanId());
        }
        spans.forEach(graph::add);
        return graph.edges;
    }

    private void add(Emitted span) {
        Map<String, String> attributes = span.attributes();
        Service self = service(span);
        Emitted parent = byId.get(span.span().getParentSpanId());
        SpanKind kind = span.span().getKind();
        if (attributes.containsKey("db.system.name")) {
            String host = attributes.get("server.address");
            count(node(span), hostService(host).node(Kind.DATABASE), attributes.get("db.system.name"), span, span);
        } else if (attributes.containsKey("messaging.system")) {
            SimulatedNode topic = new Service("-", attributes.get("messaging.destination.name")).node(Kind.MESSAGING);
            boolean consumer = kind == SpanKind.SPAN_KIND_CONSUMER;
            SimulatedNode node = node(span);
            count(consumer ? topic : node, consumer ? node : topic, attributes.get("messaging.system"), span, span);
        } else if (parent == null) {
            String address = attributes.get("peer.address");
            boolean inside = address.startsWith("10.");
            SimulatedNode caller = inside ? new Service("unknown", address).node(Kind.UNKNOWN) : SimulatedNode.INTERNET;
            count(caller, node(span), protocol(span), span, span);
        } else if (!service(parent).equals(self)) {
            count(node(parent), node(span), protocol(span), parent, span);
        } else if (kind == SpanKind.SPAN_KIND_CLIENT
                && !parents.contains(span.span().getSpanId())) {
            String upstream = attributes.get("upstream_cluster");
            Service callee = hostService(upstream.substring(upstream.lastIndexOf('|') + 1));
            Kind calleeKind = callee.namespace().equals("-") ? Kind.EXTERNAL : Kind.SERVICE;
            count(node(span), callee.node(calleeKind), protocol(span), span, span);
        }
    }

    private void count(SimulatedNode from, SimulatedNode to, String protocol, Emitted client, Emitted server) {
        boolean failed = isFailed(client) || isFailed(server);
        boolean rejected = !failed && (isRejected(client) || isRejected(server));
        // one client span stands for all attempts of a retried request: its failure is that of the last, and if the
        // last one succeeded, the others are known by their server spans
        SimulatedEdge edge = new SimulatedEdge(from, to, protocol);
        edges.merge(edge, new Calls(1, failed ? 1 : 0, rejected ? 1 : 0), Calls::plus);
    }

    private static boolean isFailed(Emitted span) {
        Map<String, String> attributes = span.attributes();
        if (!span.isProxy()) {
            return span.span().getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
        }
        return attributes.containsKey("error");
    }

    private static boolean isRejected(Emitted span) {
        Map<String, String> attributes = span.attributes();
        return "404".equals(attributes.get("http.status_code")) || "5".equals(attributes.get("grpc.status_code"));
    }

    private static String protocol(Emitted span) {
        Map<String, String> attributes = span.attributes();
        return attributes.containsKey("grpc.path") || attributes.containsKey("grpc.status_code") ? "grpc" : "http";
    }

    private static Service service(Emitted span) {
        if (span.isProxy()) {
            Map<String, String> attributes = span.attributes();
            return new Service(attributes.get("istio.namespace"), attributes.get("istio.canonical_service"));
        }
        Map<String, String> resource = span.resourceAttributes();
        return new Service(resource.get("service.namespace"), resource.get("service.name"));
    }

    private static SimulatedNode node(Emitted span) {
        Service service = service(span);
        boolean gateway = service.namespace().equals("istio-system")
                || service.namespace().equals("edge");
        return service.node(gateway ? Kind.GATEWAY : Kind.SERVICE);
    }

    private static Service hostService(String host) {
        if (!host.endsWith(".svc.cluster.local")) {
            return new Service("-", host);
        }
        String[] parts = host.split("\\.", -1);
        return new Service(parts[1], parts[0]);
    }
}
