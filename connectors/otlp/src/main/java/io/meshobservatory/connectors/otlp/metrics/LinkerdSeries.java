/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.connectors.otlp.names.Hosts;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.SeriesMeaning.Quantity;
import io.meshobservatory.core.metric.UnusableReason;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Workload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of Linkerd's proxy. Calls are counted from responses, which tell how requests ended. Labels do not tell the
 * protocol: it is gRPC where responses carry a gRPC status, and connections are taken to carry what their peers exchange, if
 * they exchange anything; so one request must be looked through before it is decoded ({@link #prepare}). Not thread-safe;
 * one per request and resource.
 */
final class LinkerdSeries {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String RESPONSES = "response";
    private static final String LATENCIES = "response_latency_ms";
    private static final String EXPIRY = "identity_cert_expiration_timestamp_seconds";
    private static final Map<String, Quantity> CONNECTIONS = Map.of(
            "tcp_open", Quantity.CONNECTIONS_OPENED,
            "tcp_close", Quantity.CONNECTIONS_CLOSED);
    private static final Map<String, FactKind> REFUSALS = Map.of(
            "inbound_http_authz_deny", FactKind.RBAC_DENIED,
            "inbound_tcp_authz_deny", FactKind.RBAC_DENIED,
            "inbound_tcp_authz_terminate", FactKind.RBAC_DENIED,
            "inbound_http_local_ratelimit", FactKind.RATE_LIMITED);
    private static final String READ = "tcp_read_bytes";
    private static final String WRITE = "tcp_write_bytes";
    private static final Set<String> OTHERS = Set.of(RESPONSES, LATENCIES, READ, WRITE, EXPIRY);
    private static final List<String> OF_RESPONSES_ONLY =
            List.of("status_code", "classification", "grpc_status", "grpc_status_code", "error");

    /** What was seen of the other side that only says that it is not there: nothing is to be concluded. */
    private static final Set<String> NOT_TELLING = Set.of("loopback", "port_skipped", "ingress_without_override");

    private static final String[] DESTINATIONS = {
        "dst_deployment", "dst_statefulset", "dst_daemonset", "dst_cronjob", "dst_job", "dst_service"
    };

    private final TargetResource resource;
    private final Set<String> grpc = new HashSet<>();
    private final Set<Alias> aliases = new LinkedHashSet<>();
    private final Map<Ends, String> protocols = new HashMap<>();

    LinkerdSeries(TargetResource resource) {
        this.resource = resource;
    }

    /** Whether a canonical name is one of these; applications may have metrics of the same names. */
    static boolean mayBe(String name) {
        return OTHERS.contains(name) || CONNECTIONS.containsKey(name) || REFUSALS.containsKey(name);
    }

    /** Looks at a response series, for what others of the request do not tell. */
    void prepare(String name, Labels labels, long timeNanos) throws UnusablePointException {
        if (name.equals(RESPONSES) && isLinkerd(labels)) {
            noteAliases(labels, ends(labels), timeNanos / NANOS_PER_MILLI);
            String status = labels.told("grpc_status", "grpc_status_code");
            if (status != null) {
                grpc.add(labels.textWithout(OF_RESPONSES_ONLY));
            }
            String protocol = status == null ? "http" : "grpc";
            protocols.merge(ends(labels), protocol, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }
    }

    /** Which workloads run under which service accounts: callers are known to their callees by these only. */
    Set<Alias> aliases() {
        return aliases;
    }

    /** What a series tells, null if it is not Linkerd's, or told elsewhere. */
    @Nullable
    Interpretation of(String name, Labels labels) throws UnusablePointException {
        if (name.equals(EXPIRY)) {
            Workload pod = self(labels);
            return Interpretation.fact(
                    FactKind.CERTIFICATE_EXPIRY,
                    "identity",
                    pod == null ? null : pod.node(),
                    null,
                    Wanted.UNIX_SECONDS);
        }
        FactKind refusal = REFUSALS.get(name);
        if (refusal != null) {
            Workload pod = self(labels);
            String server = labels.told("srv_name");
            String kind = name.contains("_tcp_") ? "tcp" : "http";
            return Interpretation.fact(
                    refusal,
                    server == null ? kind : kind + " " + server,
                    pod == null ? null : pod.node(),
                    null,
                    Wanted.COUNT);
        }
        return isLinkerd(labels) ? onEdge(name, labels) : null;
    }

    private @Nullable Interpretation onEdge(String name, Labels labels) throws UnusablePointException {
        if (name.equals(RESPONSES) || name.equals(LATENCIES)) {
            boolean calls = name.equals(RESPONSES);
            boolean isGrpc = grpc.contains(labels.textWithout(OF_RESPONSES_ONLY));
            return edge(
                    labels,
                    isGrpc ? "grpc" : "http",
                    calls ? Quantity.CALLS : Quantity.LATENCIES,
                    calls ? Wanted.COUNT : Wanted.LATENCIES);
        }
        // each connection is told twice, once on either side of the proxy; only one of them crosses the network
        boolean outbound = labels.is("direction", "outbound");
        if (!labels.is("peer", outbound ? "dst" : "src")) {
            return null;
        }
        String protocol = protocols.getOrDefault(ends(labels), "tcp");
        Quantity connections = CONNECTIONS.get(name);
        if (connections != null) {
            return edge(labels, protocol, connections, Wanted.COUNT);
        }
        boolean towardsDestination = name.equals(outbound ? WRITE : READ);
        return edge(
                labels, protocol, towardsDestination ? Quantity.REQUEST_BYTES : Quantity.RESPONSE_BYTES, Wanted.BYTES);
    }

    private void noteAliases(Labels labels, Ends ends, long timeMillis) {
        boolean outbound = ends.vantage() == Vantage.METRICS_SOURCE;
        Workload self = outbound ? ends.source() : ends.destination();
        aliases.add(new Alias(Alias.ofName(self.node()), self, timeMillis));
        String account = labels.told("dst_serviceaccount");
        Node called = ends.destination().node();
        if (outbound && account != null && called.kind() == NodeKind.SERVICE) {
            Node known = LinkerdIdentity.node(called.cluster(), called.namespace(), account);
            if (!known.name().equals(Node.UNKNOWN_NAME)) {
                aliases.add(new Alias(known, ends.destination(), timeMillis));
            }
        }
    }

    private Interpretation edge(Labels labels, String protocol, Quantity quantity, Wanted wanted)
            throws UnusablePointException {
        Ends ends = ends(labels);
        Edge edge = new Edge(
                ends.source().node(),
                ends.source().version(),
                ends.destination().node(),
                ends.destination().version(),
                protocol);
        return new Interpretation(new SeriesMeaning.OfEdge(edge, ends.vantage(), alike(labels), quantity), wanted);
    }

    private Ends ends(Labels labels) throws UnusablePointException {
        Workload self = self(labels);
        if (self == null) {
            throw new UnusablePointException(UnusableReason.NO_WORKLOAD);
        }
        if (labels.is("direction", "outbound")) {
            return new Ends(Vantage.METRICS_SOURCE, self, destination(labels, self.node()));
        }
        String client = labels.told("client_id");
        Node source = client == null
                ? null
                : LinkerdIdentity.account(client, self.node().cluster());
        Node named = source == null
                ? new Node(self.node().cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN)
                : source;
        return new Ends(Vantage.METRICS_DESTINATION, new Workload(named, Node.UNKNOWN_NAME), self);
    }

    /** The workload whose proxy this is: by its owner, as others name it when they call it. */
    private @Nullable Workload self(Labels labels) {
        Workload pod = PodLabels.byOwner(labels, resource);
        return pod == null ? resource.owner() : pod;
    }

    private static Workload destination(Labels labels, Node self) {
        String name = labels.told(DESTINATIONS);
        String namespace = labels.told("dst_namespace");
        if (name != null && namespace != null) {
            return new Workload(Gateways.node(self.cluster(), namespace, name), Node.UNKNOWN_NAME);
        }
        String host = labels.told("authority", "target_addr");
        Node node = host == null
                ? new Node(self.cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN)
                : Hosts.called(host, self);
        return new Workload(node, Node.UNKNOWN_NAME);
    }

    private static boolean isLinkerd(Labels labels) {
        boolean directed = labels.is("direction", "inbound") || labels.is("direction", "outbound");
        return directed && labels.get("tls") != null;
    }

    private static Exchange alike(Labels labels) {
        String client = labels.toldOrEmpty("client_id");
        String server = labels.toldOrEmpty("server_id");
        return new Exchange(
                outcome(labels),
                "",
                Exchange.UNKNOWN_BYTES,
                Exchange.UNKNOWN_BYTES,
                "",
                "",
                security(labels, labels.get("peer") == null),
                client,
                server);
    }

    private static Outcome outcome(Labels labels) {
        String grpcStatus = labels.told("grpc_status", "grpc_status_code");
        if (grpcStatus != null) {
            return Outcome.ofGrpcStatus(grpcStatus);
        }
        String status = labels.told("status_code");
        if (status != null) {
            return Outcome.ofHttpStatus(status);
        }
        return labels.is("classification", "failure") ? Outcome.FAILED_NO_RESPONSE : Outcome.UNSET;
    }

    /**
     * TLS with both identities is mutual; TLS that the proxy only passes on, or without the client's identity, is not told. Of a
     * connection without mutual TLS it is not told whether the application encrypts by itself; requests that the proxy could
     * read were plain text.
     */
    private static ConnectionSecurity security(Labels labels, boolean request) {
        String tls = labels.get("tls");
        if ("true".equals(tls)) {
            boolean mutual = labels.told("client_id", "server_id") != null;
            return mutual ? ConnectionSecurity.MUTUAL_TLS : ConnectionSecurity.UNKNOWN;
        }
        String reason = labels.get("no_tls_reason");
        boolean plain = "disabled".equals(tls) || "no_identity".equals(tls);
        return plain && request && (reason == null || !NOT_TELLING.contains(reason))
                ? ConnectionSecurity.PLAIN_TEXT
                : ConnectionSecurity.UNKNOWN;
    }

    private record Ends(Vantage vantage, Workload source, Workload destination) {}
}
