/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static io.meshobservatory.connectors.otlp.decode.Dialect.client;
import static io.meshobservatory.connectors.otlp.decode.Dialect.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Workload;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One meaning for many dialects: who emitted a span, whom it names as peer, what protocol, how it ended. */
class DialectsTest {
    private static final Node REVIEWS = new Node("c1", "shop", "reviews", NodeKind.SERVICE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outbound|9080||reviews.shop.svc.cluster.local",
                "outbound|9080||reviews.shop.svc.cluster.local;",
                "outbound|9080|v2|reviews.shop.svc.cluster.local"
            })
    @DisplayName(
            "Istio before and after 1.23: all values are strings, the upstream cluster names the callee, `;` is noise")
    void istioClientSidecar(String upstream) {
        Span span = client().sidecar("productpage")
                .with("upstream_cluster", upstream)
                .with("http.status_code", "503")
                .with("http.method", "GET")
                .with("http.url", "http://reviews:9080/reviews/0")
                .with("response_flags", "UF,URX")
                .with("request_size", "12")
                .with("response_size", "441")
                .with("peer.address", "10.1.2.3")
                .decode();

        assertThat(span.workload())
                .isEqualTo(new Workload(new Node("c1", "shop", "productpage", NodeKind.SERVICE), "v3"));
        assertThat(span.peer()).isEqualTo(REVIEWS);
        assertThat(span.protocol()).isEqualTo("http");
        assertThat(span.outcome()).isEqualTo(Outcome.FAILED_HTTP_5XX);
        assertThat(span.exchange().responseFlags()).isEqualTo("UF,URX");
        assertThat(span.exchange().requestBytes()).isEqualTo(12);
        assertThat(span.exchange().responseBytes()).isEqualTo(441);
        assertThat(span.durationNanos()).isEqualTo(500);
    }

    @Test
    @DisplayName("Istio's `-` and `unknown` stand for what is not known, and must not become names")
    void istioPlaceholders() {
        Span span = server().resource("service.name", "details.shop")
                .with("node_id", "sidecar~10.1.2.3~details-1.shop~shop.svc.cluster.local")
                .with("istio.canonical_service", "unknown")
                .with("istio.namespace", "unknown")
                .with("response_flags", "-")
                .with("source_principal", "unknown")
                .decode();

        assertThat(span.workload().node()).isEqualTo(new Node("unknown", "shop", "details", NodeKind.SERVICE));
        assertThat(span.exchange().responseFlags()).isEmpty();
        assertThat(span.exchange().sourcePrincipal()).isEmpty();
        assertThat(span.exchange().requestBytes()).isEqualTo(Exchange.UNKNOWN_BYTES);
    }

    @Test
    @DisplayName("a gateway is known by its node id")
    void gateway() {
        Span span = server().resource("service.name", "istio-ingressgateway.istio-system")
                .with("node_id", "router~10.0.0.1~gw-1.istio-system~istio-system.svc.cluster.local")
                .with("istio.canonical_service", "istio-ingressgateway")
                .with("peer.address", "203.0.113.9")
                .decode();

        assertThat(span.workload().node())
                .isEqualTo(new Node("unknown", "istio-system", "istio-ingressgateway", NodeKind.GATEWAY));
        assertThat(span.peer()).isEqualTo(Node.external("internet"));
    }

    @ParameterizedTest
    @CsvSource({"PassthroughCluster", "PassthroughCluster;", "BlackHoleCluster"})
    @DisplayName("what Istio passes through or swallows goes outside, to the host of the URL")
    void unrouted(String upstream) {
        assertThat(client().sidecar("a")
                        .with("upstream_cluster", upstream)
                        .with("http.url", "https://API.example.com:443/x")
                        .decode()
                        .peer())
                .isEqualTo(Node.external("api.example.com"));
        assertThat(client().sidecar("a")
                        .with("upstream_cluster", upstream)
                        .decode()
                        .peer())
                .isEqualTo(Node.external(upstream.replace(";", "")));
    }

    @Test
    @DisplayName(
            "plain Envoy with a CA of its own: cluster names mean nothing, hosts do; principals tell of mutual TLS")
    void plainEnvoy() {
        Span span = client().resource("service.name", "edge-proxy")
                .with("upstream_cluster", "backend_pool")
                .with("http.url", "http://backend.prod.svc:8080/")
                .with("http.status_code", "0")
                .with("error", "true")
                .with("source_principal", "spiffe://corp/edge")
                .decode();

        assertThat(span.workload().node()).isEqualTo(new Node("unknown", "unknown", "edge-proxy", NodeKind.SERVICE));
        assertThat(span.peer()).isEqualTo(new Node("unknown", "prod", "backend", NodeKind.SERVICE));
        assertThat(span.outcome()).isEqualTo(Outcome.FAILED_NO_RESPONSE);
        assertThat(span.exchange().sourcePrincipal()).isEqualTo("spiffe://corp/edge");
    }

    @Test
    @DisplayName("Linkerd writes the new names with string values, and never a status")
    void linkerd() {
        Span span = client().application("linkerd-proxy")
                .with("direction", "outbound")
                .with("http.request.method", "GET")
                .with("http.response.status_code", "404")
                .with("url.full", "http://web-svc.emojivoto.svc.cluster.local:80/api")
                .with("server.address", "web-svc.emojivoto.svc.cluster.local")
                .decode();

        assertThat(span.peer()).isEqualTo(new Node("c1", "emojivoto", "web-svc", NodeKind.SERVICE));
        assertThat(span.protocol()).isEqualTo("http");
        assertThat(span.outcome()).isEqualTo(Outcome.REJECTED_HTTP_4XX);
    }

    @ParameterizedTest
    @CsvSource({
        "http.request.method, http.response.status_code, server.address, http.request.body.size",
        "http.method, http.status_code, net.peer.name, http.request_content_length"
    })
    @DisplayName("SDKs write numbers, under the new or the old HTTP names")
    void httpConventions(String method, String status, String host, String size) {
        Span span = client().application("cart")
                .resource("service.version", "2.1")
                .with(method, "POST")
                .with(status, 500)
                .with(host, "orders")
                .with(size, 77)
                .statusError()
                .decode();

        assertThat(span.workload()).isEqualTo(new Workload(new Node("c1", "shop", "cart", NodeKind.SERVICE), "2.1"));
        assertThat(span.peer()).isEqualTo(new Node("c1", "shop", "orders", NodeKind.UNKNOWN));
        assertThat(span.protocol()).isEqualTo("http");
        assertThat(span.outcome()).isEqualTo(Outcome.FAILED_HTTP_5XX);
        assertThat(span.exchange().requestBytes()).isEqualTo(77);
    }

    @ParameterizedTest
    @CsvSource({
        "rpc.system.name, rpc.response.status_code, UNAVAILABLE, FAILED_GRPC",
        "rpc.system.name, rpc.response.status_code, OK, OK",
        "rpc.system, rpc.grpc.status_code, 14, FAILED_GRPC",
        "rpc.system, rpc.grpc.status_code, 5, REJECTED_GRPC",
        "rpc.system, rpc.grpc.status_code, 0, OK"
    })
    @DisplayName("gRPC by its new and old names, codes as words or numbers")
    void rpcConventions(String system, String status, String code, Outcome outcome) {
        Dialect span = server().application("cart").with(system, "grpc");
        boolean number = Character.isDigit(code.charAt(0));
        Span decoded = (number ? span.with(status, Long.parseLong(code)) : span.with(status, code)).decode();

        assertThat(decoded.protocol()).isEqualTo("grpc");
        assertThat(decoded.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2, FAILED_GRPC",
        "4, FAILED_GRPC",
        "8, FAILED_GRPC",
        "12, FAILED_GRPC",
        "13, FAILED_GRPC",
        "15, FAILED_GRPC",
        "1, REJECTED_GRPC",
        "3, REJECTED_GRPC",
        "7, REJECTED_GRPC",
        "16, REJECTED_GRPC",
        "0, OK"
    })
    @DisplayName("which gRPC codes are the callee's failures; Envoy writes them as strings beside HTTP 200")
    void grpcCodes(String code, Outcome outcome) {
        assertThat(server().sidecar("cart")
                        .with("http.status_code", "200")
                        .with("grpc.status_code", code)
                        .decode()
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    @DisplayName("without a protocol status, an error status is all there is; with a 404 it says nothing more")
    void statusError() {
        assertThat(client().application("a").statusError().decode().outcome()).isEqualTo(Outcome.FAILED_STATUS);
        assertThat(client().application("a").with("error", true).decode().outcome())
                .isEqualTo(Outcome.FAILED_STATUS);
        assertThat(client().application("a")
                        .with("http.status_code", 404)
                        .statusError()
                        .decode()
                        .outcome())
                .isEqualTo(Outcome.REJECTED_HTTP_4XX);
        assertThat(client().application("a").decode().outcome()).isEqualTo(Outcome.UNSET);
        assertThat(client().sidecar("a")
                        .with("response_flags", "UF,FI")
                        .with("http.status_code", "503")
                        .decode()
                        .outcome())
                .isEqualTo(Outcome.FAULT_INJECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "db.system.name, postgresql, db.namespace, postgresql",
        "db.system, mssql, db.name, microsoft.sql_server"
    })
    @DisplayName("databases are named by host, else by database, else by system; old system names read as the new")
    void databases(String system, String value, String name, String protocol) {
        Dialect withHost = client().application("cart").with(system, value).with("server.address", "pg.data.svc");
        Dialect withName = client().application("cart").with(system, value).with(name, "orders");
        Dialect bare = client().application("cart").with(system, value);

        assertThat(withHost.decode().peer()).isEqualTo(new Node("c1", "data", "pg", NodeKind.DATABASE));
        assertThat(withName.decode().peer()).isEqualTo(new Node("c1", "shop", "orders", NodeKind.DATABASE));
        assertThat(bare.decode().peer()).isEqualTo(new Node("c1", "shop", value, NodeKind.DATABASE));
        assertThat(bare.decode().protocol()).isEqualTo(protocol);
    }

    @ParameterizedTest
    @CsvSource({"messaging.destination.name", "messaging.destination"})
    @DisplayName("topics are nodes of the cluster, named alike by producers and consumers of any namespace")
    void messaging(String destination) {
        Node topic = new Node("c1", "-", "orders", NodeKind.MESSAGING);
        for (SpanKind kind : new SpanKind[] {SpanKind.SPAN_KIND_PRODUCER, SpanKind.SPAN_KIND_CONSUMER}) {
            Span span = Dialect.of(kind)
                    .application("cart")
                    .with("messaging.system", "kafka")
                    .with(destination, "orders")
                    .decode();
            assertThat(span.peer()).isEqualTo(topic);
            assertThat(span.protocol()).isEqualTo("kafka");
        }
        Span temporary = Dialect.of(SpanKind.SPAN_KIND_PRODUCER)
                .application("cart")
                .with("messaging.system", "rabbitmq")
                .with(destination, "amq.gen-8x7")
                .with("messaging.destination.temporary", true)
                .decode();
        assertThat(temporary.peer())
                .as("each temporary queue a node would fill the graph")
                .isEqualTo(new Node("c1", "-", "(temporary)", NodeKind.MESSAGING));
    }

    @Test
    @DisplayName("peer.service outranks addresses, on both sides")
    void peerService() {
        Node peer = new Node("c1", "unknown", "orders", NodeKind.UNKNOWN);
        assertThat(client().application("a")
                        .with("peer.service", "orders")
                        .with("server.address", "10.0.0.1")
                        .decode()
                        .peer())
                .isEqualTo(peer);
        assertThat(server().application("a")
                        .with("service.peer.name", "orders")
                        .with("client.address", "10.0.0.1")
                        .decode()
                        .peer())
                .isEqualTo(peer);
        assertThat(client().application("a")
                        .with("service.peer.name", "orders")
                        .with("service.peer.namespace", "back")
                        .decode()
                        .peer())
                .isEqualTo(new Node("c1", "back", "orders", NodeKind.UNKNOWN));
    }

    @Test
    @DisplayName("an INTERNAL span has no peer, and nothing told is nobody")
    void noPeer() {
        assertThat(Dialect.of(SpanKind.SPAN_KIND_INTERNAL)
                        .application("a")
                        .with("server.address", "b")
                        .decode()
                        .peer())
                .isNull();
        assertThat(client().application("a").decode().peer()).isNull();
        assertThat(server().decode().workload().node())
                .isEqualTo(new Node("unknown", "unknown", "unknown", NodeKind.SERVICE));
    }
}
