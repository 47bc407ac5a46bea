/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ProfilesServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OTLP/gRPC: a real gRPC client for what is legal, a bare HTTP/2 client for what is not. */
class OtlpGrpcTest {
    private static final String TRACES_PATH = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final byte[] TRACES = TestRequests.traces(2, "a").toByteArray();
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

    @Test
    void allSignalsAreForwarded() throws Exception {
        assertThat(test.traces().export(TestRequests.traces(2, "a")))
                .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
        assertThat(test.grpc(MetricsServiceGrpc.MetricsServiceBlockingStub.class)
                        .export(TestRequests.metrics("a"))
                        .hasPartialSuccess())
                .isFalse();
        assertThat(test.grpc(LogsServiceGrpc.LogsServiceBlockingStub.class)
                        .export(TestRequests.logs(3))
                        .hasPartialSuccess())
                .isFalse();
        assertThat(test.sink.sent())
                .extracting(FakeSink.Sent::signal)
                .containsExactly(OtlpSignal.SPANS, OtlpSignal.METRICS, OtlpSignal.LOGS);
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(TRACES);
        assertThat(test.requests("spans", "grpc", "accepted")).isOne();
    }

    @Test
    void gzipIsDecompressed() {
        test.traces().withCompression("gzip").export(TestRequests.traces(2, "a"));
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(TRACES);
    }

    @Test
    void theEmptyRequestSucceedsAndWritesNothing() {
        test.traces().export(ExportTraceServiceRequest.getDefaultInstance());
        assertThat(test.sink.sent()).isEmpty();
    }

    @Test
    void spansThatCannotBeUsedAreReported() {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(TestRequests.span(1).setSpanId(ByteString.EMPTY))
                                .addSpans(TestRequests.span(2))))
                .build();
        ExportTraceServiceResponse response = test.traces().export(request);
        assertThat(response.getPartialSuccess().getRejectedSpans()).isOne();
        assertThat(response.getPartialSuccess().getErrorMessage()).contains("span 0 (\"span 1\")");
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(request.toByteArray());
    }

    @Test
    void messagesAboveTheLimitAreResourceExhaustedAndNotRetryable() {
        ExportTraceServiceRequest large = TestRequests.traces(2_000, "a");
        assertThat(large.getSerializedSize()).isGreaterThan(100_000);
        StatusRuntimeException plain = refusal(() -> test.traces().export(large));
        assertThat(plain.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(retryInfo(plain)).isNull();
        // 2,000 alike spans compress to less than the limit: it is the decompressed size that counts
        StatusRuntimeException compressed =
                refusal(() -> test.traces().withCompression("gzip").export(large));
        assertThat(compressed.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(compressed.getStatus().getDescription()).contains("100000");
        assertThat(retryInfo(compressed)).isNull();
    }

    @Test
    void aRecordThatTheTopicDoesNotTakeIsResourceExhausted() {
        test.sink.behave(FakeSink.Behaviour.REFUSE_SIZE);
        StatusRuntimeException refusal = refusal(() -> test.traces().export(TestRequests.traces(1, "a")));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(retryInfo(refusal)).isNull();
        test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
    }

    @Test
    void kafkaAwayIsUnavailableWithRetryInfo() {
        test.sink.behave(FakeSink.Behaviour.FAIL);
        StatusRuntimeException refusal = refusal(() -> test.traces().export(TestRequests.traces(1, "a")));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(Objects.requireNonNull(retryInfo(refusal)).getRetryDelay().getSeconds())
                .isEqualTo(2);
        test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
    }

    @Test
    void garbageIsInvalidArgumentWithDetails() throws Exception {
        AggregatedHttpResponse response = call(frame(0, new byte[] {0x0a, 0x7f, 1, 2}));
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.headers().get("grpc-status")).isEqualTo("3");
        assertThat(response.headers().get("grpc-message")).startsWith("not a protobuf message of this signal");
        com.google.rpc.Status status = com.google.rpc.Status.parseFrom(
                Base64.getDecoder().decode(response.headers().get("grpc-status-details-bin")));
        assertThat(status.getCode()).isEqualTo(3);
        assertThat(status.getDetails(0).is(BadRequest.class)).isTrue();
    }

    @Test
    void brokenFramesAreInvalidArgument() {
        byte[] whole = frame(0, TRACES);
        assertGrpcStatus("3", call(new byte[0]));
        assertGrpcStatus("3", call(Arrays.copyOf(whole, 4)));
        assertGrpcStatus("3", call(Arrays.copyOf(whole, whole.length - 1)));
        assertGrpcStatus("3", call(Arrays.copyOf(whole, whole.length + 1)));
        assertGrpcStatus("3", call(frame(2, TRACES)));
        assertGrpcStatus("3", call(frame(1, TestRequests.gzip(TRACES)))); // without grpc-encoding
        assertGrpcStatus("3", call(frame(1, TRACES), "grpc-encoding", "gzip"));
        assertThat(test.sink.sent()).isEmpty();
    }

    /** A frame may announce 4 GiB; nothing is allocated for a promise. */
    @Test
    void aHugeAnnouncedLengthIsResourceExhausted() {
        assertGrpcStatus("8", call(new byte[] {0, -1, -1, -1, -1, 0}));
    }

    /** gRPC compresses message by message, so a call that announces gzip may still send a plain one. */
    @Test
    void anUncompressedMessageInAGzipCallIsFine() {
        AggregatedHttpResponse response = call(frame(0, TRACES), "grpc-encoding", "gzip");
        assertThat(response.trailers().get("grpc-status")).isEqualTo("0");
        assertThat(test.sink.sent().get(0).onlyValue()).isEqualTo(TRACES);
    }

    @Test
    void aBombIsResourceExhausted() {
        byte[] bomb = TestRequests.gzip(new byte[50_000_000]);
        assertGrpcStatus("8", call(frame(1, bomb), "grpc-encoding", "gzip"));
    }

    @Test
    void otherCompressionsAreUnimplementedAndTheKnownOnesListed() {
        AggregatedHttpResponse response = call(frame(1, TRACES), "grpc-encoding", "snappy");
        assertGrpcStatus("12", response);
        assertThat(response.headers().get("grpc-accept-encoding")).isEqualTo("identity,gzip");
    }

    @Test
    void otherServicesAreUnimplemented() {
        StatusRuntimeException refusal = refusal(() -> test.grpc(ProfilesServiceGrpc.ProfilesServiceBlockingStub.class)
                .export(ExportProfilesServiceRequest.getDefaultInstance()));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void whatIsNoGrpcIsToldSo() {
        WebClient client = client();
        assertThat(send(client, HttpMethod.POST, TRACES_PATH, "application/json", TRACES)
                        .status()
                        .code())
                .isEqualTo(415);
        assertThat(send(client, HttpMethod.POST, "/v1/traces", "application/json", TRACES)
                        .status()
                        .code())
                .isEqualTo(404);
        AggregatedHttpResponse get = send(client, HttpMethod.GET, TRACES_PATH, "application/grpc", new byte[0]);
        assertThat(get.status().code()).isEqualTo(405);
        assertThat(get.headers().get("allow")).isEqualTo("POST");
    }

    private AggregatedHttpResponse call(byte[] body, String... headers) {
        RequestHeadersBuilder head =
                RequestHeaders.builder(HttpMethod.POST, TRACES_PATH).add("content-type", "application/grpc");
        for (int i = 0; i < headers.length; i += 2) {
            head.add(headers[i], headers[i + 1]);
        }
        return client().execute(head.build(), HttpData.wrap(body)).aggregate().join();
    }

    private static AggregatedHttpResponse send(
            WebClient client, HttpMethod method, String path, String contentType, byte[] body) {
        RequestHeaders head = RequestHeaders.builder(method, path)
                .add("content-type", contentType)
                .build();
        return client.execute(head, HttpData.wrap(body)).aggregate().join();
    }

    private WebClient client() {
        return WebClient.of("h2c://127.0.0.1:" + test.bridge.grpcPort());
    }

    private static void assertGrpcStatus(String code, AggregatedHttpResponse response) {
        assertThat(response.status().code()).isEqualTo(200);
        assertThat(response.headers().get("grpc-status")).isEqualTo(code);
    }

    private static byte[] frame(int flag, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flag)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static StatusRuntimeException refusal(Runnable call) {
        return Objects.requireNonNull(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }

    static @Nullable RetryInfo retryInfo(StatusRuntimeException refusal) {
        com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(RetryInfo.class))
                .map(detail -> {
                    try {
                        return detail.unpack(RetryInfo.class);
                    } catch (InvalidProtocolBufferException impossible) {
                        throw new AssertionError(impossible);
                    }
                })
                .findFirst()
                .orElse(null);
    }
}
