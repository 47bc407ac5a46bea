/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static io.meshobservatory.bridge.TestBridge.JSON;
import static io.meshobservatory.bridge.TestBridge.PROTOBUF;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OTLP/HTTP, request by request: what is asked for, what is refused, and that the next request is served. */
class OtlpHttpTest {
    private static final byte[] TRACES = TestRequests.traces(2, "a").toByteArray();
    private final ObjectMapper mapper = new ObjectMapper();
    private TestBridge test;

    @BeforeEach
    void start() {
        test = TestBridge.start(config -> config.withLimits(config.limits().withBodies(200_000, 100_000)));
    }

    @AfterEach
    void stop() throws Exception {
        try (TestBridge ending = test) {
            ending.assertGoodTrafficPasses();
            assertThat(ending.metric("observatory_bridge_in_flight_bytes")).isZero();
            assertThat(ending.metric("observatory_bridge_requests_active")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(OtlpSignal.class)
    void protobufIsForwardedByteByByte(OtlpSignal signal) throws Exception {
        byte[] request = switch (signal) {
            case SPANS -> TRACES;
            case METRICS -> TestRequests.metrics("a").toByteArray();
            case LOGS -> TestRequests.logs(4).toByteArray();
        };
        HttpResponse<byte[]> response = test.post(signal, request);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(PROTOBUF);
        assertThat(response.body()).isEmpty();
        assertThat(test.sink.sent()).hasSize(1);
        assertThat(test.sink.sent().get(0).signal()).isEqualTo(signal);
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(request);
        assertThat(test.requests(signal.name().toLowerCase(Locale.ROOT), "http", "accepted"))
                .isOne();
    }

    /** Fields in an order that no encoder would choose, and unknown ones: re-encoding would change them. */
    @Test
    void bytesThatARewriteWouldChangeArriveUnchanged() throws Exception {
        ResourceSpans resource = TestRequests.traces(1, "a").getResourceSpans(0);
        byte[] unknownFirst = ExportTraceServiceRequest.newBuilder()
                .setUnknownFields(com.google.protobuf.UnknownFieldSet.newBuilder()
                        .addField(
                                77,
                                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                                        .addVarint(5)
                                        .build())
                        .build())
                .build()
                .toByteArray();
        byte[] known = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(resource)
                .build()
                .toByteArray();
        byte[] request = concat(unknownFirst, known);
        assertThat(test.post(OtlpSignal.SPANS, request).statusCode()).isEqualTo(200);
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, "application/json; charset=utf-8", "Application/JSON"})
    void jsonBecomesProtobufAndIsAnsweredInJson(String contentType) throws Exception {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
                + "5B8EFFF798038103D269B633813FC60C\",\"spanId\":\"EEE19B7EC3C1B174\",\"kind\":2}]}]}]}";
        HttpResponse<byte[]> response = test.post("/v1/traces", contentType, utf8(json));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(JSON);
        assertThat(text(response)).isEqualTo("{}");
        assertThat(ExportTraceServiceRequest.parseFrom(test.sink.sent().get(0).onlyValue())
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpans(0)
                        .getKindValue())
                .isEqualTo(2);
    }

    @Test
    void gzipIsDecompressed() throws Exception {
        assertThat(test.post("/v1/traces", PROTOBUF, TestRequests.gzip(TRACES), "content-encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(TRACES);
        assertThat(test.metric("observatory_bridge_received_bytes_total{signal=\"spans\",transport=\"http\"}"))
                .isEqualTo(TestRequests.gzip(TRACES).length);
    }

    @Test
    void bodiesWithoutAnnouncedLengthAreRead() throws Exception {
        byte[] large = TestRequests.traces(200, "a").toByteArray();
        HttpRequest chunked = HttpRequest.newBuilder(test.uri("/v1/traces"))
                .header("content-type", PROTOBUF)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        assertThat(test.send(chunked).statusCode()).isEqualTo(200);
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(large);
    }

    @Test
    void emptyRequestsSucceedAndWriteNothing() throws Exception {
        assertThat(test.post(OtlpSignal.SPANS, new byte[0]).statusCode()).isEqualTo(200);
        assertThat(test.post(OtlpSignal.METRICS, new byte[] {0x0a, 0}).statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> json = test.post("/v1/logs", JSON, utf8("{}"));
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(text(json)).isEqualTo("{}");
        assertThat(test.sink.sent()).isEmpty();
        assertThat(test.requests("logs", "http", "empty")).isOne();
    }

    @Test
    void spansThatCannotBeUsedAreReportedAndTheBytesForwarded() throws Exception {
        byte[] request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(TestRequests.span(1))
                                .addSpans(TestRequests.span(2).setTraceId(ByteString.copyFrom(new byte[16])))))
                .build()
                .toByteArray();
        HttpResponse<byte[]> response = test.post(OtlpSignal.SPANS, request);
        assertThat(response.statusCode()).isEqualTo(200);
        ExportTraceServiceResponse answer = ExportTraceServiceResponse.parseFrom(response.body());
        assertThat(answer.getPartialSuccess().getRejectedSpans()).isOne();
        assertThat(answer.getPartialSuccess().getErrorMessage())
                .isEqualTo("1 of 2 spans rejected: span 1 (\"span 2\"): trace id is all zeros");
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(request);
        assertThat(test.metric("observatory_bridge_rejected_spans_total{reason=\"trace_id_zero\"}"))
                .isOne();
        assertThat(test.metric("observatory_bridge_items_total{signal=\"spans\"}"))
                .isEqualTo(2);
    }

    @Test
    void aRequestWithoutAnyUsableSpanIsAnsweredAndNotForwarded() throws Exception {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"x\"},{\"name\":\"y\"}]}]}]}";
        HttpResponse<byte[]> response = test.post("/v1/traces", JSON, utf8(json));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode partial = mapper.readTree(response.body()).get("partialSuccess");
        assertThat(partial.get("rejectedSpans").textValue()).isEqualTo("2");
        assertThat(partial.get("errorMessage").textValue()).startsWith("2 of 2 spans rejected: span 0 (\"x\")");
        assertThat(test.sink.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 200})
    void truncatedProtobufIs400WithAStatus(int length) throws Exception {
        assertRefused(test.post(OtlpSignal.SPANS, Arrays.copyOf(TRACES, length)), 400, Code.INVALID_ARGUMENT);
        assertThat(test.requests("spans", "http", "malformed")).isOne();
    }

    @Test
    void garbageIs400() throws Exception {
        byte[] garbage = new byte[10_000];
        new Random(7).nextBytes(garbage);
        assertRefused(test.post(OtlpSignal.LOGS, garbage), 400, Code.INVALID_ARGUMENT);
        assertRefused(test.post("/v1/logs", PROTOBUF, garbage, "content-encoding", "gzip"), 400, Code.INVALID_ARGUMENT);
        byte[] cut = TestRequests.gzip(TRACES);
        assertRefused(
                test.post("/v1/traces", PROTOBUF, Arrays.copyOf(cut, cut.length / 2), "content-encoding", "gzip"),
                400,
                Code.INVALID_ARGUMENT);
    }

    @Test
    void jsonErrorsAreNamedInJson() throws Exception {
        HttpResponse<byte[]> wrong = test.post(
                "/v1/traces", JSON, utf8("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":\"X\"}]}]}]}"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.headers().firstValue("content-type")).contains(JSON);
        JsonNode status = mapper.readTree(wrong.body());
        assertThat(status.get("code").intValue()).isEqualTo(Code.INVALID_ARGUMENT.getNumber());
        assertThat(status.get("message").textValue())
                .startsWith("resourceSpans[0].scopeSpans[0].spans[0].kind: \"X\" (expected: ");
        assertThat(status.at("/details/0/@type").textValue()).endsWith("google.rpc.BadRequest");
        HttpResponse<byte[]> syntax = test.post("/v1/traces", JSON, utf8("{\n\"resourceSpans\":"));
        assertThat(syntax.statusCode()).isEqualTo(400);
        assertThat(text(syntax)).contains("not JSON at line 2");
        assertThat(test.post("/v1/traces", JSON, new byte[0]).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {200_001, 3_000_000})
    void bodiesAboveTheLimitAre413(int size) throws Exception {
        HttpResponse<byte[]> response = test.post(OtlpSignal.SPANS, new byte[size]);
        assertRefused(response, 413, Code.RESOURCE_EXHAUSTED);
        assertThat(response.headers().firstValue("retry-after")).isEmpty();
    }

    /** 50 MB in 50 kB: refused as soon as it has grown to the limit. */
    @Test
    void aBombIs413() throws Exception {
        byte[] bomb = TestRequests.gzip(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(200_000);
        assertRefused(
                test.post("/v1/traces", PROTOBUF, bomb, "content-encoding", "gzip"), 413, Code.RESOURCE_EXHAUSTED);
        assertThat(test.post("/v1/traces", JSON, bomb, "content-encoding", "gzip")
                        .statusCode())
                .isEqualTo(413);
        assertThat(test.requests("spans", "http", "too_large")).isEqualTo(2);
    }

    @Test
    void otherTypesAndEncodingsAre415() throws Exception {
        HttpResponse<byte[]> type = test.post("/v1/traces", "text/plain", TRACES);
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(text(type)).contains("text/plain (expected: application/x-protobuf or application/json)");
        HttpRequest untyped = HttpRequest.newBuilder(test.uri("/v1/traces"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(TRACES))
                .build();
        assertThat(test.send(untyped).statusCode()).isEqualTo(415);
        HttpResponse<byte[]> encoding = test.post("/v1/traces", PROTOBUF, TRACES, "content-encoding", "br");
        assertThat(encoding.statusCode()).isEqualTo(415);
        assertThat(encoding.headers().firstValue("accept-encoding")).contains("gzip");
        assertThat(test.sink.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAre405WithAllow(String method) throws Exception {
        HttpResponse<byte[]> response = test.send(HttpRequest.newBuilder(test.uri("/v1/traces"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void otherPathsAre404() throws Exception {
        assertThat(test.post("/v1development/profiles", PROTOBUF, TRACES).statusCode())
                .isEqualTo(404);
        assertThat(test.get("/").statusCode()).isEqualTo(404);
        assertThat(test.requests("none", "http", "unknown_path")).isEqualTo(2);
    }

    @Test
    void aFaultOfTheBridgeItselfIs500AndNothingElseIsDisturbed() throws Exception {
        test.sink.behave(FakeSink.Behaviour.THROW);
        assertRefused(test.post(OtlpSignal.SPANS, TRACES), 500, Code.INTERNAL);
        test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
    }

    @Test
    void metricsOfManyResourcesBecomeManyKeyedRecordsAndOneAnswer() throws Exception {
        assertThat(test.post(
                                OtlpSignal.METRICS,
                                TestRequests.metrics("a", "b", "c").toByteArray())
                        .statusCode())
                .isEqualTo(200);
        assertThat(test.sink.sent()).hasSize(1);
        assertThat(test.sink.sent().get(0).records())
                .hasSize(3)
                .allSatisfy(record -> assertThat(record.key()).hasSize(16));
        assertThat(test.metric("observatory_bridge_kafka_records_total{signal=\"metrics\"}"))
                .isEqualTo(3);
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, Code code) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains(PROTOBUF);
        Status body = Status.parseFrom(response.body());
        assertThat(body.getCode()).isEqualTo(code.getNumber());
        assertThat(body.getMessage()).isNotBlank();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
