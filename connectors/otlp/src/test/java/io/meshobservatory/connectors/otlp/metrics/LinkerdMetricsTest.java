/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.SeriesMeaning.Quantity;
import io.meshobservatory.core.metric.UnusableReason;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Workload;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinkerdMetricsTest {
    private static final Node WEB = new Node("unknown", "emojivoto", "web", NodeKind.SERVICE);
    private static final Node VOTING = new Node("unknown", "emojivoto", "voting", NodeKind.SERVICE);
    private static final String OUT = "direction=outbound,namespace=emojivoto,deployment=web,pod=web-5f86686c4d-58p7k,"
            + "dst_namespace=emojivoto,dst_deployment=voting,dst_serviceaccount=voting,"
            + "authority=voting-svc.emojivoto.svc.cluster.local:8080,tls=true,"
            + "server_id=voting.emojivoto.serviceaccount.identity.linkerd.cluster.local,";
    private static final String IN = "direction=inbound,namespace=emojivoto,deployment=voting,"
            + "authority=voting-svc.emojivoto:8080,tls=true,"
            + "client_id=web.emojivoto.serviceaccount.identity.linkerd.cluster.local,";

    @Test
    @DisplayName("outbound responses are calls from the proxy's workload, gRPC where they carry a gRPC status")
    void outbound() {
        DecodedMetrics decoded = Requests.scrape("10.1.0.4")
                .counter("request_total", 12, OUT)
                .counter("response_total", 10, OUT + "status_code=200,classification=success,grpc_status=0")
                .counter("response_total", 2, OUT + "status_code=200,classification=failure,grpc_status=2")
                .histogram("response_latency_ms", 40, List.of(1.0, 10.0), List.of(0L, 12L, 0L), OUT + "status_code=200")
                .counter("tcp_open_total", 1, OUT + "peer=dst")
                .counter("tcp_open_total", 5, OUT + "peer=src")
                .counter("tcp_write_bytes_total", 100, OUT + "peer=dst")
                .counter("tcp_read_bytes_total", 300, OUT + "peer=dst")
                .decode();
        List<SeriesMeaning.OfEdge> edges = edges(decoded);
        assertThat(edges).extracting(edge -> edge.edge().source()).containsOnly(WEB);
        assertThat(edges).extracting(edge -> edge.edge().destination()).containsOnly(VOTING);
        assertThat(edges).extracting(edge -> edge.edge().protocol()).containsOnly("grpc");
        assertThat(edges).extracting(SeriesMeaning.OfEdge::vantage).containsOnly(Vantage.METRICS_SOURCE);
        assertThat(edges)
                .extracting(SeriesMeaning.OfEdge::quantity)
                .containsExactly(
                        Quantity.CALLS,
                        Quantity.CALLS,
                        Quantity.LATENCIES,
                        Quantity.CONNECTIONS_OPENED,
                        Quantity.REQUEST_BYTES,
                        Quantity.RESPONSE_BYTES);
        assertThat(edges.get(0).alike().outcome()).isEqualTo(Outcome.OK);
        assertThat(edges.get(1).alike().outcome()).isEqualTo(Outcome.FAILED_GRPC);
        assertThat(edges.get(0).alike().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(edges.get(0).alike().destinationPrincipal()).startsWith("voting.emojivoto.");
        assertThat(decoded.passedOver())
                .as("requests, and the other side of a connection")
                .isEqualTo(2);
        assertThat(decoded.aliases())
                .containsExactlyInAnyOrder(
                        new Alias(Alias.ofName(WEB), new Workload(WEB, "unknown"), Requests.TIME_MILLIS),
                        new Alias(
                                new Node("unknown", "emojivoto", "voting", NodeKind.UNKNOWN),
                                new Workload(VOTING, "unknown"),
                                Requests.TIME_MILLIS));
    }

    @Test
    @DisplayName("an inbound caller is known by its service account")
    void inbound() {
        List<SeriesMeaning.OfEdge> edges = edges(Requests.scrape("10.1.0.5")
                .counter("response_total", 10, IN + "status_code=503,classification=failure")
                .counter("tcp_read_bytes_total", 100, IN + "peer=src")
                .decode());
        assertThat(edges)
                .extracting(edge -> edge.edge().source())
                .containsOnly(new Node("unknown", "emojivoto", "web", NodeKind.UNKNOWN));
        assertThat(edges).extracting(edge -> edge.edge().destination()).containsOnly(VOTING);
        assertThat(edges).extracting(edge -> edge.edge().protocol()).containsOnly("http");
        assertThat(edges).extracting(SeriesMeaning.OfEdge::vantage).containsOnly(Vantage.METRICS_DESTINATION);
        assertThat(edges.get(0).alike().outcome()).isEqualTo(Outcome.FAILED_HTTP_5XX);
        assertThat(edges.get(0).alike().sourcePrincipal()).startsWith("web.emojivoto.");
        assertThat(edges.get(1).quantity()).isEqualTo(Quantity.REQUEST_BYTES);
    }

    @Test
    @DisplayName("the account that everybody has names nobody, and a SPIFFE id names as well as a DNS name")
    void identities() {
        assertThat(LinkerdIdentity.account("default.ns.serviceaccount.identity.linkerd.cluster.local", "c"))
                .isEqualTo(new Node("c", "ns", "unknown", NodeKind.UNKNOWN));
        assertThat(LinkerdIdentity.account("spiffe://root.local/ns/shop/sa/cart", "c"))
                .isEqualTo(new Node("c", "shop", "cart", NodeKind.UNKNOWN));
        assertThat(LinkerdIdentity.account("something", "c")).isNull();
    }

    @Test
    @DisplayName("plain text is only claimed where it was seen")
    void security() {
        String plain = "direction=inbound,namespace=n,deployment=d,status_code=200,";
        assertThat(security(plain + "tls=no_identity,no_tls_reason=no_tls_from_remote"))
                .isEqualTo(ConnectionSecurity.PLAIN_TEXT);
        assertThat(security(plain + "tls=disabled")).isEqualTo(ConnectionSecurity.PLAIN_TEXT);
        assertThat(security(plain + "tls=no_identity,no_tls_reason=loopback")).isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(security(plain + "tls=opaque,sni=x")).isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(security(plain + "tls=true,client_id=")).isEqualTo(ConnectionSecurity.UNKNOWN);
    }

    @Test
    @DisplayName("the workload may be told by the resource; if nobody tells it, the point is unusable")
    void workloads() {
        String labels = "direction=outbound,tls=disabled,dst_namespace=n,dst_deployment=d,status_code=200";
        assertThat(edges(Requests.scrape("a")
                                .resource("k8s.namespace.name", "shop")
                                .resource("k8s.pod.name", "cart-7d4b9c6f5-x2x7k")
                                .counter("response_total", 1, labels)
                                .decode())
                        .get(0)
                        .edge()
                        .source())
                .isEqualTo(new Node("unknown", "shop", "cart", NodeKind.SERVICE));
        DecodedMetrics decoded =
                Requests.scrape("a").counter("response_total", 1, labels).decode();
        assertThat(decoded.unusable()).extracting(UnusablePoints::reason).containsExactly(UnusableReason.NO_WORKLOAD);
    }

    @Test
    @DisplayName("metrics of the same names that applications have are passed over")
    void othersOfTheSameName() {
        DecodedMetrics decoded = Requests.scrape("a")
                .counter("response_total", 1, "code=200")
                .counter("tcp_open_total", 1, "")
                .decode();
        assertThat(decoded.unusable()).isEmpty();
        assertThat(decoded.passedOver()).isEqualTo(2);
    }

    @Test
    @DisplayName("refusals and certificates are facts")
    void facts() {
        DecodedMetrics decoded = Requests.scrape("a")
                .counter("inbound_http_authz_deny_total", 3, "namespace=n,deployment=d,srv_name=api")
                .counter("inbound_http_local_ratelimit_total", 3, "namespace=n,deployment=d")
                .gauge("identity_cert_expiration_timestamp_seconds", 1.8e9, "namespace=n,deployment=d")
                .decode();
        List<SeriesMeaning.OfFact> facts = decoded.targets().get(0).points().stream()
                .map(point -> (SeriesMeaning.OfFact) point.meaning())
                .toList();
        assertThat(facts)
                .extracting(SeriesMeaning.OfFact::kind)
                .containsExactly(FactKind.RBAC_DENIED, FactKind.RATE_LIMITED, FactKind.CERTIFICATE_EXPIRY);
        assertThat(facts).extracting(SeriesMeaning.OfFact::detail).containsExactly("http api", "http", "identity");
        assertThat(facts)
                .extracting(SeriesMeaning.OfFact::node)
                .containsOnly(new Node("unknown", "n", "d", NodeKind.SERVICE));
    }

    private static ConnectionSecurity security(String labels) {
        return edges(Requests.scrape("a").counter("response_total", 1, labels).decode())
                .get(0)
                .alike()
                .security();
    }

    private static List<SeriesMeaning.OfEdge> edges(DecodedMetrics decoded) {
        return decoded.targets().get(0).points().stream()
                .map(point -> (SeriesMeaning.OfEdge) point.meaning())
                .toList();
    }
}
