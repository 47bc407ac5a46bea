/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.Simulations.Emitted;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The spans look as Istio's proxies and OpenTelemetry's SDKs write them. */
class SpanShapeTest {
    private static final List<Emitted> BOOKINFO =
            Simulations.spans(Simulations.arriving(Simulations.scenario("bookinfo"), 1, Duration.ofMinutes(1)));
    private static final List<Emitted> STORM =
            Simulations.spans(Simulations.arriving(Simulations.scenario("storm"), 1, Duration.ofMinutes(2)));

    @Test
    void everyAttributeOfAProxyIsAString() {
        assertThat(Stream.concat(BOOKINFO.stream(), STORM.stream()).filter(Emitted::isProxy))
                .isNotEmpty()
                .allSatisfy(span -> {
                    for (KeyValue attribute : span.span().getAttributesList()) {
                        assertThat(attribute.getValue().hasStringValue()).isTrue();
                    }
                });
    }

    /** Gateway, sidecars and applications of one page: the parent is always the span before it on the way. */
    @Test
    void aPageOfBookinfoHasTheSpansOfTheRealOne() {
        List<Emitted> trace = longestTrace(BOOKINFO);
        List<String> shapes = new ArrayList<>();
        Map<ByteString, Emitted> byId = new HashMap<>();
        trace.forEach(span -> byId.put(span.span().getSpanId(), span));
        for (Emitted span : trace) {
            Emitted parent = byId.get(span.span().getParentSpanId());
            shapes.add(shape(span) + " < " + (parent == null ? "-" : shape(parent)));
        }
        assertThat(shapes)
                .containsExactlyInAnyOrder(
                        "proxy istio-ingressgateway SERVER < -",
                        "proxy istio-ingressgateway CLIENT < proxy istio-ingressgateway SERVER",
                        "proxy productpage SERVER < proxy istio-ingressgateway CLIENT",
                        "proxy productpage CLIENT < proxy productpage SERVER",
                        "proxy details SERVER < proxy productpage CLIENT",
                        "proxy productpage CLIENT < proxy productpage SERVER",
                        "proxy reviews SERVER < proxy productpage CLIENT",
                        "proxy reviews CLIENT < proxy reviews SERVER",
                        "proxy ratings SERVER < proxy reviews CLIENT",
                        "app ratings SERVER < proxy ratings SERVER",
                        "app ratings CLIENT < app ratings SERVER");
    }

    @Test
    void aSidecarTellsWhoItIsAndWhereItSends() {
        Emitted span = first(
                BOOKINFO,
                each -> shape(each).equals("proxy reviews CLIENT")
                        && each.attributes().get("http.status_code").equals("200"));
        assertThat(span.resourceAttributes()).containsEntry("service.name", "reviews.default");
        assertThat(span.span().getName()).isEqualTo("ratings.default.svc.cluster.local:9080/*");
        assertThat(span.attributes())
                .containsEntry("upstream_cluster", "outbound|9080||ratings.default.svc.cluster.local")
                .containsEntry("upstream_cluster.name", "outbound|9080||ratings.default.svc.cluster.local;")
                .containsEntry("http.url", "http://ratings:9080/ratings/0")
                .containsEntry("response_flags", "-")
                .containsEntry("request_size", "0")
                .containsEntry("istio.canonical_service", "reviews")
                .containsEntry("istio.namespace", "default")
                .containsEntry("istio.cluster_id", "Kubernetes")
                .containsEntry("istio.mesh_id", "cluster.local")
                .doesNotContainKey("error")
                .hasEntrySatisfying(
                        "node_id",
                        id -> assertThat(id)
                                .matches(
                                        "sidecar~10\\.244\\.\\d+\\.\\d+~reviews-v[23]-\\w{9}-\\w{5}\\.default~default\\.svc\\.cluster\\.local"))
                .hasEntrySatisfying(
                        "guid:x-request-id",
                        id -> assertThat(id).matches("\\w{8}-\\w{4}-9\\w{3}-[89ab]\\w{3}-\\w{12}"));
    }

    @Test
    void aGatewayHasASpanForEachAttempt() {
        Emitted retry = first(STORM, span -> span.attributes().containsKey("retry.count"));
        assertThat(retry.span().getName()).isEqualTo("router outbound|8080||front.one.svc.cluster.local; egress");
        assertThat(retry.attributes())
                .containsKey("upstream_address")
                .containsEntry("istio.canonical_service", "gateway")
                .doesNotContainKeys("node_id", "http.url");
        Emitted first = first(
                STORM, span -> span.attributes().getOrDefault("node_id", "").startsWith("router~"));
        assertThat(first.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(first.span().getParentSpanId()).isEmpty();
    }

    @Test
    void weightedVersionsAreSubsets() {
        assertThat(STORM.stream()
                        .map(span -> span.attributes().get("upstream_cluster"))
                        .filter(Objects::nonNull)
                        .filter(upstream -> upstream.endsWith("back.two.svc.cluster.local"))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "outbound|8080|v1|back.two.svc.cluster.local", "outbound|8080|v2|back.two.svc.cluster.local");
    }

    @Test
    void failuresCarryTheFlagsAndStatusOfEnvoy() {
        assertThat(STORM.stream()
                        .filter(Emitted::isProxy)
                        .map(SpanShapeTest::failure)
                        .distinct())
                .contains(
                        "CLIENT 503 UF error STATUS_CODE_ERROR",
                        "CLIENT 503 UF,URX error STATUS_CODE_ERROR",
                        "CLIENT 503 UO error STATUS_CODE_ERROR",
                        "CLIENT 504 UT error STATUS_CODE_ERROR",
                        "CLIENT 504 UT,URX error STATUS_CODE_ERROR",
                        "CLIENT 500 - error STATUS_CODE_ERROR",
                        "CLIENT 500 URX error STATUS_CODE_ERROR",
                        "CLIENT 404 - STATUS_CODE_ERROR",
                        "CLIENT 200 grpc 14 UF error STATUS_CODE_ERROR",
                        "CLIENT 200 grpc 4 UT error STATUS_CODE_ERROR",
                        "CLIENT 200 grpc 5 - STATUS_CODE_ERROR",
                        "SERVER 0 DC error STATUS_CODE_UNSET",
                        "SERVER 404 - STATUS_CODE_UNSET",
                        "SERVER 500 - error STATUS_CODE_ERROR",
                        "SERVER 200 grpc 13 - error STATUS_CODE_ERROR",
                        "SERVER 200 grpc 5 - STATUS_CODE_UNSET",
                        "SERVER 200 grpc 0 - STATUS_CODE_UNSET");
    }

    @Test
    void applicationsFollowTheSemanticConventions() {
        Emitted query = first(STORM, span -> span.attributes().containsKey("db.system.name"));
        assertThat(query.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(query.attributes())
                .containsEntry("db.system.name", "redis")
                .containsEntry("server.address", "store.data.svc.cluster.local")
                .containsEntry("server.port", "6379");
        assertThat(query.resourceAttributes())
                .containsKeys("service.name", "service.namespace", "k8s.pod.name")
                .containsEntry("k8s.cluster.name", "Kubernetes");
        Emitted consumer = first(STORM, span -> span.span().getKind() == SpanKind.SPAN_KIND_CONSUMER);
        Emitted producer = first(
                STORM, span -> span.span().getSpanId().equals(consumer.span().getParentSpanId()));
        assertThat(producer.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        assertThat(producer.span().getName()).isEqualTo("send events");
        assertThat(consumer.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.destination.name", "events")
                .containsEntry("messaging.operation.type", "process");
        Emitted rpc = first(STORM, span -> span.attributes().containsKey("rpc.system.name"));
        assertThat(rpc.attributes()).containsEntry("rpc.system.name", "grpc").containsKey("rpc.method");
    }

    @Test
    void childrenLieWithinTheirParents() {
        Map<ByteString, Emitted> byId = new HashMap<>();
        BOOKINFO.forEach(span -> byId.put(span.span().getSpanId(), span));
        for (Emitted span : BOOKINFO) {
            Emitted parent = byId.get(span.span().getParentSpanId());
            assertThat(span.span().getEndTimeUnixNano())
                    .isGreaterThanOrEqualTo(span.span().getStartTimeUnixNano());
            // a callee whose caller has given up goes on for a little while
            if (parent != null
                    && !span.attributes().getOrDefault("response_flags", "-").equals("DC")
                    && !span.attributes().getOrDefault("error.type", "-").equals("canceled")) {
                assertThat(span.span().getStartTimeUnixNano())
                        .isGreaterThanOrEqualTo(parent.span().getStartTimeUnixNano());
                assertThat(span.span().getEndTimeUnixNano())
                        .isLessThanOrEqualTo(parent.span().getEndTimeUnixNano());
            }
        }
    }

    private static String failure(Emitted span) {
        Map<String, String> attributes = span.attributes();
        String grpc = attributes.get("grpc.status_code");
        StatusCode code = span.span().getStatus().getCode();
        return span.span().getKind().name().replace("SPAN_KIND_", "") + " "
                + attributes.get("http.status_code")
                + (grpc == null ? "" : " grpc " + grpc)
                + " " + attributes.get("response_flags")
                + (attributes.containsKey("error") ? " error" : "")
                + " " + code;
    }

    private static String shape(Emitted span) {
        String service = span.isProxy()
                ? span.attributes().get("istio.canonical_service")
                : span.resourceAttributes().get("service.name");
        return (span.isProxy() ? "proxy " : "app ") + service + " "
                + span.span().getKind().name().replace("SPAN_KIND_", "");
    }

    private static List<Emitted> longestTrace(List<Emitted> spans) {
        Map<ByteString, List<Emitted>> traces = new HashMap<>();
        for (Emitted span : spans) {
            traces.computeIfAbsent(span.span().getTraceId(), id -> new ArrayList<>())
                    .add(span);
        }
        // the commonest of the whole pages: eleven spans; a retry would add more
        return traces.values().stream()
                .filter(trace -> trace.size() == 11)
                .findFirst()
                .orElseThrow();
    }

    private static Emitted first(List<Emitted> spans, java.util.function.Predicate<Emitted> condition) {
        return spans.stream().filter(condition).findFirst().orElseThrow();
    }
}
