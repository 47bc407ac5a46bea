/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.Simulations.Emitted;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mesh writes its spans in its own way. */
class DialectSpansTest {
    private static final String CHAIN = """
            name: chain
            mesh: %s
            services:
              - { name: gate, namespace: edge, gateway: true%s }
              - { name: a, app_spans: %s, calls: [ { to: b, path: "/items/{id}" } ] }
              - { name: b, app_spans: %s, errors: { http_5xx: 0.2, http_4xx: 0.1 } }
            entries: [ { name: users, via: gate, to: a, path: /shop, requests_per_second: 5 } ]
            """;

    @Test
    @DisplayName("Istio before 1.23: ingress and egress, no status, no delimiter, and a gateway with one CLIENT span")
    void oldIstio() throws ScenarioException {
        List<Emitted> spans = chain("istio-1.22", "", false);
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(span.attributes().get("upstream_cluster.name"))
                    .isEqualTo(span.attributes().get("upstream_cluster"));
            assertThat(span.span().getAttributesList())
                    .allMatch(attribute -> attribute.getValue().hasStringValue());
        });
        assertThat(names(spans, "a")).containsExactlyInAnyOrder("SERVER ingress", "CLIENT egress b:8080");
        assertThat(names(spans, "gate")).containsExactly("CLIENT egress www.example.com");
        assertThat(first(spans, span -> is(span, "gate")).span().getParentSpanId())
                .isEmpty();
        assertThat(spans)
                .anyMatch(span -> "500".equals(span.attributes().get("http.status_code"))
                        && "true".equals(span.attributes().get("error")));
    }

    @ParameterizedTest
    @CsvSource({"istio-1.23, 1", "istio-1.27, 1", "istio-1.28, 2", "istio, 2"})
    @DisplayName("Istio since 1.23 names spans by routes; its gateways have two spans since 1.28")
    void newIstio(String mesh, int gatewaySpans) throws ScenarioException {
        List<Emitted> spans = chain(mesh, "", false);
        assertThat(names(spans, "b")).containsExactly("SERVER b.default.svc.cluster.local:8080/*");
        List<String> gateway = names(spans, "gate");
        assertThat(gateway).hasSize(gatewaySpans);
        if (gatewaySpans == 1) {
            assertThat(gateway).containsExactly("CLIENT a.default.svc.cluster.local:8080/shop*");
        } else {
            assertThat(gateway)
                    .containsExactlyInAnyOrder(
                            "SERVER a.default.svc.cluster.local:8080/shop*",
                            "CLIENT router outbound|8080||a.default.svc.cluster.local; egress");
        }
        assertThat(first(spans, span -> is(span, "a")).attributes().get("upstream_cluster.name"))
                .endsWith(";");
        assertThat(spans).anyMatch(span -> span.span().getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "ambient-1.27, waypoint.default, false",
        "ambient-1.28, destination, false",
        "ambient-1.29, destination, true",
        "ambient-1.30, waypoint.default, true"
    })
    @DisplayName("a waypoint has one SERVER span, and calls itself by another name from version to version")
    void waypoints(String mesh, String name, boolean tellsPeers) throws ScenarioException {
        List<Emitted> spans = chain(mesh, "", false).stream()
                .filter(span -> span.attributes().getOrDefault("node_id", "").startsWith("waypoint~"))
                .toList();
        Emitted span = first(
                spans,
                each -> each.attributes()
                        .get("upstream_cluster")
                        .equals("inbound-vip|8080|http|b.default.svc.cluster.local"));
        assertThat(span.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        String told = name.equals("destination") ? "b.default.svc.cluster.local" : name;
        assertThat(span.resourceAttributes()).containsEntry("service.name", told);
        assertThat(span.attributes()).containsEntry("istio.canonical_service", "waypoint");
        if (tellsPeers) {
            assertThat(span.attributes())
                    .containsEntry("istio.source_canonical_service", "a")
                    .containsEntry("istio.destination_canonical_service", "b")
                    .containsEntry("istio.destination_canonical_revision", "v1")
                    .containsEntry("istio.source_namespace", "default");
        } else {
            assertThat(span.attributes()).doesNotContainKey("istio.source_canonical_service");
        }
        Map<ByteString, Emitted> byId = new HashMap<>();
        spans.forEach(each -> byId.put(each.span().getSpanId(), each));
        // the application of a handed on the context of the waypoint in front of it
        assertThat(byId.get(span.span().getParentSpanId()).attributes().get("upstream_cluster"))
                .isEqualTo("inbound-vip|8080|http|a.default.svc.cluster.local");
    }

    @Test
    @DisplayName("a plain Envoy has a span for each attempt, counts retries, and tells identities by custom tags")
    void plainEnvoy() {
        List<Emitted> spans = Simulations.spans(
                Simulations.arriving(Simulations.scenario("bookstore-envoy"), 1, Duration.ofMinutes(2)));
        assertThat(spans)
                .allSatisfy(span -> assertThat(span.attributes().keySet()).noneMatch(key -> key.startsWith("istio.")));
        assertThat(spans.stream().map(DialectSpansTest::name).distinct())
                .containsExactlyInAnyOrder(
                        "SERVER ingress",
                        "CLIENT router book-catalog egress",
                        "CLIENT router local_service egress",
                        "SERVER egress book-reviews:8000",
                        "CLIENT router book-reviews egress");
        Emitted retry = first(spans, span -> "2".equals(span.attributes().get("retry.count")));
        Emitted parent =
                first(spans, span -> span.span().getSpanId().equals(retry.span().getParentSpanId()));
        assertThat(parent.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(spans.stream()
                        .filter(span -> span.span()
                                .getParentSpanId()
                                .equals(parent.span().getSpanId())))
                .hasSize(3);
        assertThat(first(
                                spans,
                                span -> name(span).equals("SERVER ingress")
                                        && span.resourceAttributes()
                                                .get("service.name")
                                                .equals("book-reviews"))
                        .attributes())
                .containsEntry("source_principal", "spiffe://books.example/book-catalog")
                .containsEntry("destination_principal", "spiffe://books.example/book-reviews");
        assertThat(first(spans, span -> name(span).contains("local_service")).attributes())
                .containsEntry("upstream_address", "127.0.0.1:8000");
    }

    @Test
    @DisplayName("Linkerd names spans by the path, has texts only, no scope, no status, and one name for all proxies")
    void linkerd() throws ScenarioException {
        List<Emitted> spans = chain("linkerd", ", mesh: envoy", false).stream()
                .filter(span -> !span.isProxy())
                .toList();
        assertThat(spans).isNotEmpty().allSatisfy(span -> {
            assertThat(span.resourceAttributes()).containsEntry("service.name", "linkerd-proxy");
            assertThat(span.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            assertThat(span.span().getName()).isEqualTo(span.attributes().get("url.path"));
            assertThat(span.attributes().get("direction"))
                    .isEqualTo(span.span().getKind() == SpanKind.SPAN_KIND_SERVER ? "inbound" : "outbound");
            assertThat(span.attributes()).containsEntry("network.transport", "tcp");
            assertThat(span.span().getParentSpanId()).isNotEmpty();
            assertThat(span.span().getAttributesList())
                    .allMatch(attribute -> attribute.getValue().hasStringValue());
        });
    }

    @Test
    @DisplayName("NGINX's span stands above that of the service, server to server; Traefik has a CLIENT span between")
    void otherGateways() throws ScenarioException {
        for (String gateway : List.of("nginx", "traefik")) {
            List<Emitted> spans = chain("none", ", mesh: " + gateway, true);
            Emitted served = first(
                    spans,
                    span -> span.resourceAttributes().get("service.name").equals("a")
                            && span.span().getKind() == SpanKind.SPAN_KIND_SERVER);
            Emitted above = first(
                    spans, span -> span.span().getSpanId().equals(served.span().getParentSpanId()));
            assertThat(above.resourceAttributes()).containsEntry("service.name", "gate");
            assertThat(above.span().getKind())
                    .isEqualTo(gateway.equals("nginx") ? SpanKind.SPAN_KIND_SERVER : SpanKind.SPAN_KIND_CLIENT);
        }
    }

    @Test
    @DisplayName("old semantic conventions have the old names, and whole numbers where the convention says so")
    void oldConventions() {
        List<Emitted> spans = Simulations.spans(
                Simulations.arriving(Simulations.scenario("traefik-keycloak"), 1, Duration.ofMinutes(1)));
        Emitted server = first(spans, span -> span.attributes().containsKey("http.target") && is(span, "keycloak"));
        assertThat(server.attributes())
                .containsKeys("http.method", "http.route", "http.status_code", "net.host.name")
                .doesNotContainKeys("http.request.method", "url.path", "http.response.status_code");
        assertThat(first(spans, span -> span.attributes().containsKey("db.system"))
                        .attributes())
                .containsEntry("db.system", "postgresql")
                .containsEntry("db.operation", "SELECT")
                .containsEntry("db.sql.table", "user_session")
                .containsKey("net.peer.name");
        assertThat(first(spans, span -> span.attributes().containsKey("rpc.system.name"))
                        .attributes())
                .containsEntry("rpc.method", "inventory.Stock/Reserve");
    }

    @Test
    @DisplayName("a consumer in a trace of its own links to its producer")
    void linkedConsumers() throws ScenarioException {
        for (String delivery : List.of("link", "link_only")) {
            List<Emitted> spans = Simulations.spans(Simulations.arriving(
                    Simulations.read(
                            Simulations.STORM.replace("- name: events", "- name: events\n    delivery: " + delivery)),
                    1,
                    Duration.ofMinutes(1)));
            Emitted consumer = first(spans, span -> span.span().getKind() == SpanKind.SPAN_KIND_CONSUMER);
            assertThat(consumer.span().getParentSpanId()).isEmpty();
            assertThat(consumer.span().getLinksCount()).isEqualTo(1);
            Emitted producer = first(
                    spans,
                    span -> span.span()
                            .getSpanId()
                            .equals(consumer.span().getLinks(0).getSpanId()));
            assertThat(producer.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
            assertThat(producer.span().getTraceId())
                    .isEqualTo(consumer.span().getLinks(0).getTraceId())
                    .isNotEqualTo(consumer.span().getTraceId());
            assertThat(consumer.attributes().containsKey("messaging.destination.name"))
                    .isEqualTo(delivery.equals("link"));
        }
    }

    @Test
    @DisplayName("an application that loses the headers makes its sidecar begin a trace, and is a finding")
    void lostContext() {
        Simulations.Run run = Simulations.run(Simulations.scenario("threat-modelling"), 1, Duration.ofMinutes(2));
        Emitted root = first(
                Simulations.spans(run.requests()),
                span -> is(span, "exporter") && span.span().getKind() == SpanKind.SPAN_KIND_CLIENT);
        assertThat(root.span().getParentSpanId()).isEmpty();
        assertThat(root.attributes()).containsEntry("upstream_cluster", "PassthroughCluster");
        assertThat(root.attributes().get("node_id")).startsWith("sidecar~");
        assertThat(run.truth().brokenPropagation().keySet())
                .extracting(node -> node.name())
                .containsExactly("exporter");
    }

    @Test
    @DisplayName("policies refuse with the flags of Envoy, and gRPC's message where there is one")
    void denials() {
        Stream<Emitted> spans = Stream.of("security-platform", "threat-modelling")
                .flatMap(name ->
                        Simulations.spans(Simulations.arriving(Simulations.scenario(name), 1, Duration.ofMinutes(3)))
                                .stream());
        List<String> shapes = spans.filter(Emitted::isProxy)
                .map(span -> span.attributes().get("http.status_code") + " "
                        + span.attributes().get("response_flags") + " "
                        + span.attributes().get("grpc.message"))
                .distinct()
                .toList();
        assertThat(shapes)
                .contains(
                        "403 UAEX null",
                        "429 RL null",
                        "401 - null",
                        "403 - null",
                        "200 - RBAC: access denied",
                        "503 FI null",
                        "200 DI null",
                        "503 UO null",
                        "200 UH null");
    }

    private static List<Emitted> chain(String mesh, String gateway, boolean appSpans) throws ScenarioException {
        Scenario scenario = Simulations.read(String.format(CHAIN, mesh, gateway, appSpans, appSpans));
        return Simulations.spans(Simulations.arriving(scenario, 1, Duration.ofMinutes(1)));
    }

    private static List<String> names(List<Emitted> spans, String service) {
        return spans.stream()
                .filter(span -> is(span, service))
                .map(DialectSpansTest::name)
                .distinct()
                .toList();
    }

    private static String name(Emitted span) {
        return span.span().getKind().name().replace("SPAN_KIND_", "") + " "
                + span.span().getName();
    }

    private static boolean is(Emitted span, String service) {
        String name = span.resourceAttributes().get("service.name");
        return name.equals(service) || name.startsWith(service + ".");
    }

    private static Emitted first(List<Emitted> spans, Predicate<Emitted> condition) {
        return spans.stream().filter(condition).findFirst().orElseThrow();
    }
}
