/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CONSUMER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_PRODUCER;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes that meshes send to the calls that were made: one trace for each dialect, and for their mixtures. */
class MeshTracesTest {
    private static final long MILLI = 1_000_000;

    private final MeshTrace trace = new MeshTrace();

    @ParameterizedTest
    @ValueSource(
            strings = {"outbound|9080||reviews.shop.svc.cluster.local", "outbound|9080||reviews.shop.svc.cluster.local;"
            })
    @DisplayName("four spans of one hop are one call: the proxies' times, flags and sizes, the application's operation")
    void fourSpans(String cluster) {
        trace.app("productpage", SPAN_KIND_CLIENT, 4, 0)
                .with("rpc.system", "grpc")
                .with("rpc.service", "shop.Reviews")
                .with("rpc.method", "Get")
                .with("server.address", "reviews");
        trace.sidecar("productpage", SPAN_KIND_CLIENT, 3, 4)
                .with("upstream_cluster", cluster)
                .with("response_flags", "URX,UF")
                .with("request_size", "10")
                .with("response_size", "20")
                .with("peer.address", "10.0.0.11");
        trace.sidecar("reviews", SPAN_KIND_SERVER, 2, 3)
                .with("upstream_cluster", "inbound|9080||")
                .with("request_size", "11")
                .with("response_size", "21")
                .with("peer.address", "10.0.0.11");
        trace.app("reviews", SPAN_KIND_SERVER, 1, 2)
                .with("http.request.method", "POST")
                .with("http.route", "/reviews/{id}")
                .with("http.request.body.size", "99");

        Call call = trace.only();

        assertThat(call.edge().source()).isEqualTo(new Node("c1", "shop", "productpage", NodeKind.SERVICE));
        assertThat(call.edge().destination()).isEqualTo(new Node("c1", "shop", "reviews", NodeKind.SERVICE));
        assertThat(call.edge().sourceVersion()).isEqualTo("v1");
        assertThat(call.edge().destinationVersion()).isEqualTo("v1");
        assertThat(call.edge().protocol()).isEqualTo("grpc");
        assertThat(call.clientNanos()).isEqualTo(3 * MILLI);
        assertThat(call.serverNanos()).isEqualTo(2 * MILLI);
        assertThat(call.exchange().responseFlags()).isEqualTo("UF,URX");
        assertThat(call.exchange().requestBytes()).isEqualTo(11);
        assertThat(call.exchange().responseBytes()).isEqualTo(21);
        assertThat(call.exchange().operation()).isEqualTo("POST /reviews/{id}");
        assertThat(call.contextLost()).isFalse();
    }

    @Test
    @DisplayName("an application that passes headers on without spans of its own: sidecars alone tell the graph")
    void sidecarsOnly() {
        trace.istio("router", "istio-ingressgateway", "istio-system", SPAN_KIND_CLIENT, 1, 0)
                .with("upstream_cluster", "outbound|9080||productpage.shop.svc.cluster.local");
        trace.sidecar("productpage", SPAN_KIND_SERVER, 2, 1).with("upstream_cluster", "inbound|9080||");
        trace.sidecar("productpage", SPAN_KIND_CLIENT, 3, 2)
                .with("upstream_cluster", "outbound|9080||details.shop.svc.cluster.local");
        trace.sidecar("details", SPAN_KIND_SERVER, 4, 3).with("upstream_cluster", "inbound|9080||");

        assertThat(trace.edges())
                .containsExactlyInAnyOrder("istio-system/istio-ingressgateway>productpage", "productpage>details");
        assertThat(trace.calls()).allMatch(call -> call.evidence() == Evidence.BOTH_SIDES);
    }

    @Test
    @DisplayName("a gateway with a server span and a router span: the caller by its address, and the service behind")
    void gatewayWithRouterSpan() {
        trace.istio("router", "istio-ingressgateway", "istio-system", SPAN_KIND_SERVER, 1, 0)
                .with("upstream_cluster", "outbound|80||web.shop.svc.cluster.local")
                .with("peer.address", "203.0.113.9");
        trace.istio("router", "istio-ingressgateway", "istio-system", SPAN_KIND_CLIENT, 2, 1)
                .with("upstream_cluster", "outbound|80||web.shop.svc.cluster.local")
                .with("upstream_address", "10.0.1.1:80");
        trace.sidecar("web", SPAN_KIND_SERVER, 3, 2).with("upstream_cluster", "inbound|80||");

        assertThat(trace.edges())
                .containsExactlyInAnyOrder(
                        "-/internet>istio-system/istio-ingressgateway", "istio-system/istio-ingressgateway>web");
        assertThat(trace.calls())
                .filteredOn(call -> call.edge().destination().name().equals("istio-ingressgateway"))
                .allMatch(call -> call.edge().destination().kind() == NodeKind.GATEWAY);
    }

    @Test
    @DisplayName("applications that call themselves otherwise than Istio does are one with their sidecars")
    void applicationsOfOtherNamesInIstio() {
        trace.app("frontend-svc", SPAN_KIND_CLIENT, 1, 0)
                .with("http.request.method", "GET")
                .with("server.address", "cart");
        trace.sidecar("frontend", SPAN_KIND_CLIENT, 2, 1)
                .with("upstream_cluster", "outbound|8080||cart.shop.svc.cluster.local;");
        trace.sidecar("cart", SPAN_KIND_SERVER, 3, 2).with("upstream_cluster", "inbound|8080||;");
        trace.app("cart-svc", SPAN_KIND_SERVER, 4, 3).with("http.request.method", "GET");
        trace.app("cart-svc", SPAN_KIND_CLIENT, 5, 4)
                .with("http.request.method", "GET")
                .with("server.address", "api.example.com");
        trace.sidecar("cart", SPAN_KIND_CLIENT, 6, 5).with("upstream_cluster", "PassthroughCluster");

        assertThat(trace.edges()).containsExactlyInAnyOrder("frontend>cart", "cart>-/api.example.com");
    }

    @Test
    @DisplayName("applications that call themselves otherwise than their deployments are one with Linkerd's proxies")
    void applicationsOfOtherNamesInLinkerd() {
        trace.app("web-svc", SPAN_KIND_CLIENT, 1, 0).with("http.request.method", "GET");
        trace.linkerd("web", SPAN_KIND_CLIENT, 2, 1);
        trace.linkerd("voting", SPAN_KIND_SERVER, 3, 2);
        trace.app("voting-svc", SPAN_KIND_SERVER, 4, 3).with("http.request.method", "GET");

        assertThat(trace.edges()).containsExactly("web>voting");
    }

    @Test
    @DisplayName("an Envoy without Istio in front of a service is a hop, whatever its cluster is called")
    void plainEnvoyInFront() {
        trace.app("web", SPAN_KIND_CLIENT, 1, 0).with("http.request.method", "GET");
        trace.envoy("front-envoy", SPAN_KIND_SERVER, 2, 1).with("upstream_cluster", "cart_service");
        trace.app("cart", SPAN_KIND_SERVER, 3, 2).with("http.request.method", "GET");

        assertThat(trace.calls())
                .extracting(call -> call.edge().source().name() + ">"
                        + call.edge().destination().name())
                .containsExactlyInAnyOrder("web>front-envoy", "front-envoy>cart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waypoint.shop", "reviews.shop.svc.cluster.local", "reviews"})
    @DisplayName("a waypoint stands for the service behind it, whatever it calls itself (wrong in 1.28 and 1.29)")
    void waypoint(String serviceName) {
        trace.app("productpage", SPAN_KIND_CLIENT, 1, 0).with("http.request.method", "GET");
        trace.istio("waypoint", "waypoint", "shop", SPAN_KIND_SERVER, 2, 1)
                .resource("service.name", serviceName)
                .with("upstream_cluster", "inbound-vip|9080|http|reviews.shop.svc.cluster.local")
                .with("response_size", "441");
        trace.app("reviews", SPAN_KIND_SERVER, 3, 2)
                .with("http.request.method", "GET")
                .with("http.route", "/reviews/{id}");

        Call call = trace.only();

        assertThat(trace.edges()).containsExactly("productpage>reviews");
        assertThat(call.clientNanos()).isEqualTo(1 * MILLI);
        assertThat(call.serverNanos()).isEqualTo(2 * MILLI);
        assertThat(call.edge().destinationVersion())
                .as("a waypoint does not know it, the application does")
                .isEqualTo("app-1");
        assertThat(call.exchange().responseBytes()).isEqualTo(441);
        assertThat(call.exchange().operation()).isEqualTo("GET /reviews/{id}");
    }

    @ParameterizedTest
    @CsvSource({"istio.source_, istio.destination_, _", "istio.downstream., istio.upstream., ."})
    @DisplayName("waypoints since 1.29 tell who is on both sides, under two families of names")
    void waypointTags(String source, String destination) {
        trace.istio("waypoint", "waypoint", "shop", SPAN_KIND_SERVER, 2, 0)
                .with(source + "workload", "productpage-v1")
                .with(source + "canonical_service", "productpage")
                .with(source + "namespace", "front")
                .with(source + "cluster_id", "c2")
                .with(destination + "canonical_service", "reviews")
                .with(destination + "canonical_revision", "v3")
                .with(destination + "namespace", "shop")
                .with("upstream_cluster", "inbound-vip|9080|http|reviews-host.shop.svc.cluster.local")
                .with("peer.address", "10.9.9.9");

        Call call = trace.only();

        assertThat(call.edge().source()).isEqualTo(new Node("c2", "front", "productpage", NodeKind.SERVICE));
        assertThat(call.edge().destination()).isEqualTo(new Node("c1", "shop", "reviews", NodeKind.SERVICE));
        assertThat(call.edge().destinationVersion()).isEqualTo("v3");
    }

    @Test
    @DisplayName(
            "a waypoint below a gateway's call to another service: that service passed the context on without a span")
    void uninstrumentedBetweenGatewayAndWaypoint() {
        trace.istio("router", "gw", "infra", SPAN_KIND_CLIENT, 1, 0)
                .with("upstream_cluster", "outbound|9080||productpage.shop.svc.cluster.local");
        trace.istio("waypoint", "waypoint", "shop", SPAN_KIND_SERVER, 2, 1)
                .with("upstream_cluster", "inbound-vip|9080|http|details.shop.svc.cluster.local");
        trace.istio("waypoint", "waypoint", "shop", SPAN_KIND_SERVER, 3, 1)
                .with("upstream_cluster", "inbound-vip|9080|http|reviews.shop.svc.cluster.local");
        trace.istio("waypoint", "waypoint", "shop", SPAN_KIND_SERVER, 4, 3)
                .with("upstream_cluster", "inbound-vip|9080|http|ratings.shop.svc.cluster.local");

        assertThat(trace.edges())
                .containsExactlyInAnyOrder(
                        "infra/gw>productpage", "productpage>details", "productpage>reviews", "reviews>ratings");
    }

    @Test
    @DisplayName("plain Envoy: each attempt of a retry is a call, the caller is called back once")
    void plainEnvoyRetries() {
        trace.envoy("edge", SPAN_KIND_SERVER, 1, 0)
                .with("http.url", "http://edge:8080/books/17")
                .with("http.method", "GET")
                .with("peer.address", "172.18.0.26")
                .with("upstream_cluster", "books_cluster");
        trace.envoy("edge", SPAN_KIND_CLIENT, 2, 1)
                .with("upstream_cluster", "books_cluster")
                .with("upstream_address", "172.18.0.25:8080")
                .with("http.status_code", "503");
        trace.envoy("edge", SPAN_KIND_CLIENT, 3, 1)
                .with("upstream_cluster", "books_cluster")
                .with("upstream_address", "172.18.0.27:8080")
                .with("retry.count", "1");
        trace.app("books", SPAN_KIND_SERVER, 4, 3).with("http.method", "GET");

        assertThat(trace.edges())
                .containsExactlyInAnyOrder(
                        "unknown/172.18.0.26>unknown/edge", "unknown/edge>unknown/books_cluster", "unknown/edge>books");
        assertThat(trace.calls())
                .filteredOn(call -> call.edge().destination().name().equals("books_cluster"))
                .allMatch(call -> call.outcome() == Outcome.FAILED_HTTP_5XX);
    }

    @Test
    @DisplayName(
            "plain Envoy on both sides of a hop, spawning spans: what goes on beside the own application is no hop")
    void plainEnvoySidecars() {
        trace.app("buyer", SPAN_KIND_CLIENT, 1, 0).with("http.method", "GET").with("net.peer.name", "books");
        trace.envoy("buyer", SPAN_KIND_SERVER, 2, 1)
                .resource("k8s.namespace.name", "shop")
                .resource("k8s.cluster.name", "c1")
                .with("peer.address", "127.0.0.1")
                .with("upstream_cluster", "books");
        trace.envoy("buyer", SPAN_KIND_CLIENT, 3, 2)
                .resource("k8s.namespace.name", "shop")
                .resource("k8s.cluster.name", "c1")
                .with("upstream_address", "172.18.0.25:8443")
                .with("upstream_cluster", "books");
        trace.envoy("books", SPAN_KIND_SERVER, 4, 3)
                .resource("k8s.namespace.name", "shop")
                .resource("k8s.cluster.name", "c1")
                .with("peer.address", "172.18.0.20")
                .with("downstream_peer_uri_san", "spiffe://own/buyer")
                .with("downstream_local_uri_san", "spiffe://own/books")
                .with("upstream_cluster", "local_app");
        trace.envoy("books", SPAN_KIND_CLIENT, 5, 4)
                .resource("k8s.namespace.name", "shop")
                .resource("k8s.cluster.name", "c1")
                .with("upstream_address", "127.0.0.1:5000")
                .with("upstream_cluster", "local_app");
        trace.app("books", SPAN_KIND_SERVER, 6, 5).with("http.method", "GET").with("http.route", "/books");

        Call call = trace.only();

        assertThat(trace.edges()).containsExactly("buyer>books");
        assertThat(call.clientNanos()).isEqualTo(3 * MILLI);
        assertThat(call.serverNanos()).isEqualTo(4 * MILLI);
        assertThat(call.exchange().operation()).isEqualTo("GET /books");
        assertThat(call.exchange().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(call.exchange().sourcePrincipal()).isEqualTo("spiffe://own/buyer");
        assertThat(call.exchange().destinationPrincipal()).isEqualTo("spiffe://own/books");
    }

    @Test
    @DisplayName("plain Envoy reached under another address than loopback: its record of the own application is no hop")
    void plainEnvoyOfAnotherContainer() {
        trace.app("buyer", SPAN_KIND_CLIENT, 1, 0).with("http.method", "GET").with("net.peer.name", "envoy");
        trace.envoy("buyer", SPAN_KIND_SERVER, 2, 1)
                .with("peer.address", "172.18.0.2")
                .with("upstream_cluster", "books");
        trace.envoy("buyer", SPAN_KIND_CLIENT, 3, 2)
                .with("upstream_address", "172.18.0.25:8443")
                .with("upstream_cluster", "books");
        trace.envoy("books", SPAN_KIND_SERVER, 4, 3)
                .with("peer.address", "172.18.0.20")
                .with("upstream_cluster", "app");
        trace.envoy("books", SPAN_KIND_CLIENT, 5, 4)
                .with("upstream_address", "172.18.0.26:5000")
                .with("upstream_cluster", "app");
        trace.app("books", SPAN_KIND_SERVER, 6, 5).with("http.method", "GET");

        assertThat(trace.edges()).containsExactly("buyer>books");
    }

    @Test
    @DisplayName("a sidecar's client span at the root is an edge, and tells of lost headers; a gateway's is not")
    void brokenPropagation() {
        trace.sidecar("reviews", SPAN_KIND_CLIENT, 1, 0)
                .with("upstream_cluster", "outbound|9080||ratings.shop.svc.cluster.local");
        trace.sidecar("ratings", SPAN_KIND_SERVER, 2, 1).with("upstream_cluster", "inbound|9080||");
        trace.istio("router", "gw", "infra", SPAN_KIND_CLIENT, 3, 0)
                .trace(2)
                .with("upstream_cluster", "outbound|9080||ratings.shop.svc.cluster.local");

        assertThat(trace.edges()).containsExactlyInAnyOrder("reviews>ratings", "infra/gw>ratings");
        assertThat(trace.calls()).extracting(Call::contextLost).containsExactlyInAnyOrder(true, false);
    }

    @Test
    @DisplayName("Linkerd's proxies are the deployments beside them, and join with the applications' own spans")
    void linkerd() {
        trace.app("web", SPAN_KIND_CLIENT, 1, 0).with("http.request.method", "GET");
        trace.linkerd("web", SPAN_KIND_CLIENT, 2, 1).with("server.address", "orders.shop.svc.cluster.local");
        trace.linkerd("orders", SPAN_KIND_SERVER, 3, 2);
        trace.app("orders", SPAN_KIND_SERVER, 4, 3)
                .with("http.request.method", "GET")
                .with("http.route", "/orders/{number}");

        assertThat(trace.edges()).containsExactly("web>orders");
        assertThat(trace.only().clientNanos()).isEqualTo(2 * MILLI);
        assertThat(trace.only().exchange().operation()).isEqualTo("GET /orders/{number}");
    }

    @Test
    @DisplayName("Linkerd alone: no node is called linkerd-proxy, and gRPC is known by its content type")
    void linkerdAlone() {
        trace.linkerd("web", SPAN_KIND_CLIENT, 2, 77)
                .with("http.request.header.content-type", "application/grpc")
                .with("url.path", "/shop.Orders/Get");
        trace.linkerd("orders", SPAN_KIND_SERVER, 3, 2);

        assertThat(trace.edges()).containsExactly("web>orders");
        assertThat(trace.only().edge().protocol()).isEqualTo("grpc");
        assertThat(trace.decode().spans())
                .noneMatch(span -> span.workload().node().name().contains("linkerd"));
    }

    @Test
    @DisplayName("Traefik and nginx-ingress: server to server, without a client span")
    void serverToServer() {
        trace.app("traefik", SPAN_KIND_SERVER, 1, 0)
                .with("http.request.method", "GET")
                .with("client.address", "8.8.8.8");
        trace.app("traefik", SPAN_KIND_INTERNAL, 2, 1);
        trace.app("web", SPAN_KIND_SERVER, 3, 2)
                .with("http.request.method", "GET")
                .with("url.path", "/a/4711");
        trace.app("nginx", SPAN_KIND_SERVER, 4, 0).trace(2).with("http.method", "GET");
        trace.app("web", SPAN_KIND_SERVER, 5, 4)
                .trace(2)
                .with("http.method", "GET")
                .with("http.target", "/b?token=x");

        assertThat(trace.edges())
                .containsExactlyInAnyOrder("-/internet>traefik", "traefik>web", "unknown/unknown>nginx", "nginx>web");
        assertThat(trace.calls())
                .extracting(call -> call.exchange().operation())
                .contains("GET /a/{id}", "GET /b");
    }

    @ParameterizedTest
    @CsvSource({
        "PassthroughCluster, https://API.example.com/v1, -/api.example.com, EXTERNAL",
        "BlackHoleCluster;, http://blocked.example.org:80/, -/blocked.example.org, EXTERNAL",
        "outbound|443||api.stripe.com, , -/api.stripe.com, EXTERNAL",
        "outbound|80|canary|orders.back.svc.cluster.local, , back/orders, SERVICE",
        "outbound_cluster_of_mine, , outbound_cluster_of_mine, UNKNOWN"
    })
    @DisplayName("a sidecar's request that nobody answers goes where its cluster leads")
    void unanswered(String cluster, String url, String destination, NodeKind kind) {
        MeshTrace.Sent span = trace.sidecar("web", SPAN_KIND_CLIENT, 1, 9).with("upstream_cluster", cluster);
        if (url != null) {
            span.with("http.url", url);
        }

        assertThat(trace.edges()).containsExactly("web>" + destination);
        assertThat(trace.only().edge().destination().kind()).isEqualTo(kind);
    }

    @Test
    @DisplayName("a database behind a sidecar is a database: the application knows more than the proxy")
    void databaseBehindSidecar() {
        trace.app("web", SPAN_KIND_CLIENT, 1, 0)
                .with("db.system.name", "elasticsearch")
                .with("db.operation.name", "search")
                .with("db.collection.name", "products")
                .with("server.address", "es");
        trace.sidecar("web", SPAN_KIND_CLIENT, 2, 1)
                .with("upstream_cluster", "outbound|9200||es.shop.svc.cluster.local")
                .with("request_size", "7");

        Call call = trace.only();

        assertThat(call.edge().destination()).isEqualTo(new Node("c1", "shop", "es", NodeKind.DATABASE));
        assertThat(call.edge().protocol()).isEqualTo("elasticsearch");
        assertThat(call.exchange().operation()).isEqualTo("search products");
        assertThat(call.exchange().requestBytes()).isEqualTo(7);
    }

    @Test
    @DisplayName("producers and consumers meet at their topic, in whatever kind of span they send and receive")
    void messaging() {
        trace.app("shop", SPAN_KIND_PRODUCER, 1, 0)
                .with("messaging.system", "kafka")
                .with("messaging.operation", "publish")
                .with("messaging.destination.name", "orders");
        trace.app("mailer", SPAN_KIND_CONSUMER, 2, 1)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "process")
                .with("messaging.destination.name", "orders");
        trace.app("batch", SPAN_KIND_CLIENT, 3, 0)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "send")
                .with("messaging.destination.name", "orders");
        trace.app("report", SPAN_KIND_CLIENT, 4, 0)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "receive")
                .with("messaging.destination.name", "orders");
        trace.app("report", SPAN_KIND_CLIENT, 5, 0)
                .with("messaging.system", "kafka")
                .with("messaging.operation.type", "settle")
                .with("messaging.destination.name", "orders");

        assertThat(trace.edges())
                .containsExactlyInAnyOrder("shop>-/orders", "-/orders>mailer", "batch>-/orders", "-/orders>report");
        assertThat(trace.calls())
                .extracting(call -> call.exchange().operation())
                .containsExactlyInAnyOrder("send", "process", "send", "receive");
    }

    @Test
    @DisplayName("links join a consumer without a topic to its producers in their traces, and to nobody in its own")
    void links() {
        trace.app("shop", SPAN_KIND_PRODUCER, 1, 0).trace(11);
        trace.app("cart", SPAN_KIND_PRODUCER, 2, 0).trace(12);
        trace.app("mailer", SPAN_KIND_CONSUMER, 3, 0).trace(13).link(11, 1).link(12, 2);
        trace.app("mailer", SPAN_KIND_CLIENT, 4, 3).trace(13).with("server.address", "smtp");
        trace.app("smtp", SPAN_KIND_SERVER, 5, 4).trace(13);

        assertThat(trace.edges()).containsExactlyInAnyOrder("shop>mailer", "cart>mailer", "mailer>smtp");
        assertThat(trace.decode().spans()).filteredOn(Span::linkedElsewhere).hasSize(1);
    }

    @Test
    @DisplayName("a link within the own trace is the parent that the span does not name; a topic needs no links at all")
    void linksThatNeedNoGraft() {
        trace.app("shop", SPAN_KIND_PRODUCER, 1, 0);
        trace.app("mailer", SPAN_KIND_CONSUMER, 3, 0).link(1, 1);
        trace.app("stock", SPAN_KIND_CONSUMER, 4, 0)
                .link(77, 1)
                .with("messaging.system", "kafka")
                .with("messaging.destination.name", "orders");

        assertThat(trace.edges()).containsExactlyInAnyOrder("shop>mailer", "-/orders>stock");
        assertThat(trace.decode().spans()).hasSize(3).noneMatch(Span::linkedElsewhere);
    }

    @Test
    @DisplayName("of a batch with endless links, 128 are followed")
    void manyLinks() {
        MeshTrace.Sent span = trace.app("mailer", SPAN_KIND_CONSUMER, 3, 0);
        for (int i = 0; i < 500; i++) {
            span.link(100 + i, 1);
        }
        assertThat(trace.decode().spans()).hasSize(1 + 128);
    }

    @Test
    @DisplayName("east-west gateways pass through: the caller in one cluster calls the callee in the other")
    void acrossClusters() {
        trace.sidecar("web", SPAN_KIND_CLIENT, 1, 9)
                .with("upstream_cluster", "outbound|80||orders.shop.svc.cluster.local");
        trace.istio("router", "istio-eastwestgateway", "istio-system", SPAN_KIND_SERVER, 2, 1);
        trace.istio("router", "istio-eastwestgateway", "istio-system", SPAN_KIND_CLIENT, 3, 2);
        trace.sidecar("orders", SPAN_KIND_SERVER, 4, 3)
                .with("istio.cluster_id", "c2")
                .with("upstream_cluster", "inbound|80||");

        Call call = trace.only();

        assertThat(call.edge().source()).isEqualTo(new Node("c1", "shop", "web", NodeKind.SERVICE));
        assertThat(call.edge().destination()).isEqualTo(new Node("c2", "shop", "orders", NodeKind.SERVICE));
        assertThat(call.evidence()).isEqualTo(Evidence.BOTH_SIDES);
    }

    @Test
    @DisplayName(
            "with Istio's tags off, the node id's pod names the workload, and the enriched service.name its service")
    void withoutIstioTags() {
        trace.add(SPAN_KIND_CLIENT, 1, 0)
                .with("node_id", "sidecar~10.0.0.1~reviews-v2-6f76498fc8-58wpn.shop~shop.svc.cluster.local")
                .with("component", "proxy")
                .with("http.method", "GET");
        trace.add(SPAN_KIND_SERVER, 2, 1)
                .resource("service.name", "ratings")
                .resource("service.namespace", "shop")
                .resource("service.version", "2.1")
                .scope("envoy")
                .with("http.request.method", "GET");

        Call call = trace.only();

        assertThat(trace.edges()).containsExactly("reviews>ratings");
        assertThat(call.edge().sourceVersion()).isEqualTo("v2");
        assertThat(call.edge().destinationVersion()).isEqualTo("2.1");
        assertThat(call.contextLost()).isTrue();
    }

    @Test
    @DisplayName("who refused is told as far as spans tell it: a policy by flags and gRPC's message, else the status")
    void denials() {
        trace.sidecar("web", SPAN_KIND_SERVER, 1, 0)
                .with("response_flags", "UAEX")
                .with("http.status_code", "403");
        trace.sidecar("web", SPAN_KIND_SERVER, 2, 0)
                .with("response_flags", "RL")
                .with("http.status_code", "429");
        trace.sidecar("web", SPAN_KIND_SERVER, 3, 0)
                .with("grpc.status_code", "7")
                .with("grpc.message", "RBAC: access denied");
        trace.sidecar("web", SPAN_KIND_SERVER, 4, 0)
                .with("http.status_code", "403")
                .with("response_size", "19");

        assertThat(trace.calls())
                .extracting(call -> call.exchange().denial())
                .containsExactlyInAnyOrder("ext_authz", "rate_limit", "rbac", "http_403");
    }

    @Test
    @DisplayName("a forwarded certificate tells both identities of the last hop; one identity alone proves nothing")
    void identities() {
        trace.sidecar("web", SPAN_KIND_SERVER, 1, 0)
                .with(
                        "x-forwarded-client-cert",
                        "By=spiffe://far;URI=spiffe://away,By=spiffe://td/ns/shop/sa/web;Hash=1;"
                                + "Subject=\"CN=a,O=b;URI=spiffe://forged\";URI=spiffe://td/ns/shop/sa/page");
        trace.sidecar("web", SPAN_KIND_CLIENT, 2, 9)
                .with("upstream_cluster", "outbound|80||orders.shop.svc.cluster.local")
                .with("upstream_peer_uri_san", "spiffe://td/ns/shop/sa/orders");

        List<Call> calls = trace.calls();
        Call served = calls.stream()
                .filter(call -> call.edge().destination().name().equals("web"))
                .findFirst()
                .orElseThrow();
        Call sent = calls.stream()
                .filter(call -> call.edge().source().name().equals("web"))
                .findFirst()
                .orElseThrow();
        assertThat(served.exchange().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(served.exchange().sourcePrincipal()).isEqualTo("spiffe://td/ns/shop/sa/page");
        assertThat(served.exchange().destinationPrincipal()).isEqualTo("spiffe://td/ns/shop/sa/web");
        assertThat(sent.exchange().security()).isEqualTo(ConnectionSecurity.UNKNOWN);
        assertThat(sent.exchange().destinationPrincipal()).isEqualTo("spiffe://td/ns/shop/sa/orders");
    }

    @Test
    @DisplayName("a sampled call weighs what its threshold says, the smaller of both sides")
    void weights() {
        trace.app("web", SPAN_KIND_CLIENT, 1, 0).traceState("vendor=x,ot=rv:1234;th:c");
        trace.app("orders", SPAN_KIND_SERVER, 2, 1).traceState("ot=th:8");

        assertThat(trace.only().weight()).isEqualTo(2 * SampleWeight.ONE);
        assertThat(trace.decode().spans().get(0).weight()).isEqualTo(4 * SampleWeight.ONE);
    }

    @Test
    @DisplayName("a peer that is a mere name becomes the service of the trace, also if its server span was lost")
    void peersBecomeServices() {
        trace.app("web", SPAN_KIND_CLIENT, 1, 0)
                .with("server.address", "orders")
                .with("http.method", "GET");
        trace.sidecar("orders", SPAN_KIND_CLIENT, 2, 55)
                .with("upstream_cluster", "outbound|80||stock.shop.svc.cluster.local");

        assertThat(trace.calls())
                .filteredOn(call -> call.edge().source().name().equals("web"))
                .extracting(call -> call.edge().destination())
                .containsExactly(new Node("c1", "shop", "orders", NodeKind.SERVICE));
    }

    @Test
    @DisplayName("clocks differ: a child that begins before and ends after its parent is its child all the same")
    void clockSkew() {
        trace.sidecar("web", SPAN_KIND_CLIENT, 5, 9)
                .with("upstream_cluster", "outbound|80||orders.shop.svc.cluster.local");
        trace.sidecar("orders", SPAN_KIND_SERVER, 5_000, 5);
        trace.app("orders", SPAN_KIND_SERVER, 9_000, 5_000)
                .with("http.route", "/o")
                .with("http.method", "GET");

        assertThat(trace.edges()).containsExactly("web>orders");
        assertThat(trace.only().serverNanos()).isEqualTo(5_000 * MILLI);
    }

    @Test
    @DisplayName("workloads are told with the names and addresses under which others may know them, once a minute")
    void aliases() {
        trace.sidecar("web", SPAN_KIND_CLIENT, 1, 0);
        trace.sidecar("web", SPAN_KIND_CLIENT, 2, 0);
        trace.app("orders", SPAN_KIND_SERVER, 3, 0).resource("k8s.pod.ip", "10.7.7.7");
        trace.sidecar("web", SPAN_KIND_CLIENT, 60_000, 0);
        trace.istio("waypoint", "waypoint", "shop", SPAN_KIND_SERVER, 4, 0);

        assertThat(trace.decode().aliases())
                .extracting(
                        alias -> alias.name() + " " + alias.workload().node().name())
                .containsExactly(
                        Alias.ofName(node("web")) + " web",
                        Alias.ofBareName(node("web")) + " web",
                        Alias.ofAddress("c1", "10.0.0.3") + " web",
                        Alias.ofName(node("orders")) + " orders",
                        Alias.ofBareName(node("orders")) + " orders",
                        Alias.ofAddress("c1", "10.7.7.7") + " orders",
                        Alias.ofName(node("web")) + " web",
                        Alias.ofBareName(node("web")) + " web",
                        Alias.ofAddress("c1", "10.0.0.3") + " web");
    }

    private static Node node(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }
}
