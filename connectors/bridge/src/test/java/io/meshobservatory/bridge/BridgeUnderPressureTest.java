/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static io.meshobservatory.bridge.TestBridge.PROTOBUF;
import static io.meshobservatory.bridge.TestBridge.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.Code;
import com.google.rpc.Status;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.common.RequestHeaders;
import io.grpc.StatusRuntimeException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka away or slow, too much at one time, senders that dawdle or vanish, and the end. */
class BridgeUnderPressureTest {
    private static final byte[] TRACES = TestRequests.traces(2, "a").toByteArray();
    private static final int CLOSED_BY_PEER = -1;

    @Test
    void kafkaAwayIs503WithRetryAfterAndPassesWhenItIsBack() throws Exception {
        try (TestBridge test = TestBridge.start()) {
            test.sink.behave(FakeSink.Behaviour.FAIL);
            assertRetryable(test.post(OtlpSignal.SPANS, TRACES), 503, Code.UNAVAILABLE);
            assertThat(test.requests("spans", "http", "kafka_unavailable")).isOne();
            test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
            test.assertGoodTrafficPasses();
        }
    }

    /** The sink's promise to complete is not relied upon: the sender gets its answer in any case. */
    @Test
    void kafkaThatNeverAnswersIs503WithinTheDeliveryTimeout() throws Exception {
        try (TestBridge test = TestBridge.start(config ->
                config.withTimeouts(config.timeouts().withKafka(Duration.ofMillis(200), Duration.ofMillis(100))))) {
            test.sink.behave(FakeSink.Behaviour.HOLD);
            assertRetryable(test.post(OtlpSignal.SPANS, TRACES), 503, Code.UNAVAILABLE);
            StatusRuntimeException refusal = Objects.requireNonNull(catchThrowableOfType(
                    StatusRuntimeException.class, () -> test.traces().export(TestRequests.traces(1, "a"))));
            assertThat(refusal.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
            assertThat(OtlpGrpcTest.retryInfo(refusal)).isNotNull();
            // what Kafka has not let go of is still in memory, and counted
            assertThat(test.metric("observatory_bridge_in_flight_bytes")).isPositive();
            test.sink.acknowledgeHeld();
            test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
            test.assertGoodTrafficPasses();
            assertThat(test.metric("observatory_bridge_in_flight_bytes")).isZero();
        }
    }

    @Test
    void oneRequestIsAnsweredOnlyAfterItsAcknowledgement() throws Exception {
        try (TestBridge test = TestBridge.start()) {
            test.sink.behave(FakeSink.Behaviour.HOLD);
            CompletableFuture<HttpResponse<byte[]>> answer = test.postAsync(OtlpSignal.SPANS, TRACES);
            await("the request reaches the sink", () -> test.sink.heldCount() == 1);
            assertThat(answer).isNotDone();
            test.sink.acknowledgeHeld();
            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tooManyAtOneTimeAre429AndTheOthersAreServed() throws Exception {
        try (TestBridge test =
                TestBridge.start(config -> config.withLimits(config.limits().withInFlight(64 << 20, 3)))) {
            test.sink.behave(FakeSink.Behaviour.HOLD);
            List<CompletableFuture<HttpResponse<byte[]>>> admitted = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                admitted.add(test.postAsync(OtlpSignal.SPANS, TRACES));
            }
            await("all places are taken", () -> test.sink.heldCount() == 3);
            assertRetryable(test.post(OtlpSignal.SPANS, TRACES), 429, Code.RESOURCE_EXHAUSTED);
            StatusRuntimeException refusal = Objects.requireNonNull(catchThrowableOfType(
                    StatusRuntimeException.class, () -> test.traces().export(TestRequests.traces(1, "a"))));
            assertThat(refusal.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.RESOURCE_EXHAUSTED);
            assertThat(OtlpGrpcTest.retryInfo(refusal)).isNotNull();
            test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
            test.sink.acknowledgeHeld();
            for (CompletableFuture<HttpResponse<byte[]>> answer : admitted) {
                assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            test.assertGoodTrafficPasses();
        }
    }

    @Test
    void bodiesBeyondTheMemoryBudgetAre503AndTheOthersAreServed() throws Exception {
        byte[] large = TestRequests.traces(700, "a").toByteArray();
        try (TestBridge test = TestBridge.start(config ->
                config.withLimits(config.limits().withBodies(150_000, 50_000).withInFlight(302_000, 100)))) {
            assertThat(large.length).isBetween(105_000, 150_000);
            test.sink.behave(FakeSink.Behaviour.HOLD);
            List<CompletableFuture<HttpResponse<byte[]>>> admitted = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                admitted.add(test.postAsync(OtlpSignal.SPANS, large));
                int expected = i + 1;
                await("it is held", () -> test.sink.heldCount() == expected);
            }
            assertThat(test.metric("observatory_bridge_in_flight_bytes")).isEqualTo(2.0 * large.length);
            assertRetryable(test.post(OtlpSignal.SPANS, large), 503, Code.UNAVAILABLE);
            assertThat(test.requests("spans", "http", "out_of_memory_budget")).isOne();
            test.sink.behave(FakeSink.Behaviour.ACKNOWLEDGE);
            test.assertGoodTrafficPasses(); // a small one still fits
            test.sink.acknowledgeHeld();
            for (CompletableFuture<HttpResponse<byte[]>> answer : admitted) {
                assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            assertThat(test.metric("observatory_bridge_in_flight_bytes")).isZero();
        }
    }

    /** They announce much and send little; what they do not send takes no memory from others. */
    @Test
    void slowSendersAre408AndHarmNobody() throws Exception {
        try (TestBridge test = TestBridge.start(config ->
                config.withTimeouts(config.timeouts().withSender(Duration.ofMillis(700), Duration.ofSeconds(30))))) {
            List<Socket> dawdlers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket("127.0.0.1", test.bridge.httpPort());
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(head(PROTOBUF, 20_000_000));
                socket.getOutputStream().write(TRACES, 0, 10);
                dawdlers.add(socket);
            }
            test.assertGoodTrafficPasses();
            for (Socket socket : dawdlers) {
                assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 408 Request Timeout");
                socket.close();
            }
            assertThat(test.requests("spans", "http", "slow_sender")).isEqualTo(20);
            test.assertGoodTrafficPasses();
            assertThat(test.metric("observatory_bridge_in_flight_bytes")).isZero();
        }
    }

    @Test
    void aSlowGrpcSenderIsDeadlineExceeded() throws Exception {
        try (TestBridge test = TestBridge.start(config ->
                config.withTimeouts(config.timeouts().withSender(Duration.ofMillis(300), Duration.ofSeconds(30))))) {
            HttpRequestWriter request = com.linecorp.armeria.common.HttpRequest.streaming(RequestHeaders.builder(
                            HttpMethod.POST, "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
                    .add("content-type", "application/grpc")
                    .build());
            CompletableFuture<AggregatedHttpResponse> response = WebClient.of(
                            "h2c://127.0.0.1:" + test.bridge.grpcPort())
                    .execute(request)
                    .aggregate();
            request.write(HttpData.wrap(new byte[] {0, 0, 0}));
            test.assertGoodTrafficPasses();
            assertThat(response.get(10, TimeUnit.SECONDS).headers().get("grpc-status"))
                    .isEqualTo("4");
            request.abort();
        }
    }

    @Test
    void aSenderThatVanishesInTheMiddleLeavesNothingBehind() throws Exception {
        try (TestBridge test = TestBridge.start()) {
            try (Socket socket = new Socket("127.0.0.1", test.bridge.httpPort())) {
                socket.getOutputStream().write(head(PROTOBUF, 100_000));
                socket.getOutputStream().write(new byte[50_000]);
                socket.getOutputStream().flush();
                await("the body is being read", () -> inFlight(test) > 0);
            }
            await("its memory is free", () -> inFlight(test) == 0);
            assertThat(test.requests("spans", "http", "cancelled")).isOne();
            test.assertGoodTrafficPasses();
        }
    }

    /** A body that comes in after its refusal must neither be kept nor break the answer. */
    @ParameterizedTest
    @ValueSource(ints = {30_000_000, 2_000_000_000})
    void anAnnouncedBodyAboveTheLimitIsRefusedBeforeItIsSent(int announced) throws Exception {
        try (TestBridge test = TestBridge.start();
                Socket socket = new Socket("127.0.0.1", test.bridge.httpPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head(PROTOBUF, announced));
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
            test.assertGoodTrafficPasses();
        }
    }

    @Test
    void connectionsThatSayNothingAreClosed() throws Exception {
        try (TestBridge test = TestBridge.start(config -> config.withTimeouts(
                        config.timeouts().withSender(Duration.ofSeconds(5), Duration.ofMillis(1_000))));
                Socket silent = new Socket("127.0.0.1", test.bridge.httpPort());
                Socket headOnly = new Socket("127.0.0.1", test.bridge.httpPort())) {
            silent.setSoTimeout(10_000);
            headOnly.setSoTimeout(10_000);
            headOnly.getOutputStream().write("POST /v1/traces HTTP/1.1\r\nhost:".getBytes(StandardCharsets.US_ASCII));
            assertThat(silent.getInputStream().read()).isEqualTo(CLOSED_BY_PEER);
            assertThat(headOnly.getInputStream().read()).isEqualTo(CLOSED_BY_PEER);
        }
    }

    @Test
    void onCloseNewRequestsAreRefusedAndThoseUnderWayAreFinished() throws Exception {
        TestBridge test = TestBridge.start();
        test.sink.behave(FakeSink.Behaviour.HOLD);
        CompletableFuture<HttpResponse<byte[]>> underWay = test.postAsync(OtlpSignal.SPANS, TRACES);
        await("the request reaches the sink", () -> test.sink.heldCount() == 1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(test.bridge::close);
        await("health turns", () -> status(test, "/healthz") == 503);

        assertThat(status(test, "/readyz")).isEqualTo(503);
        assertRetryable(test.post(OtlpSignal.SPANS, TRACES), 503, Code.UNAVAILABLE);
        StatusRuntimeException refusal = Objects.requireNonNull(catchThrowableOfType(
                StatusRuntimeException.class, () -> test.traces().export(TestRequests.traces(1, "a"))));
        assertThat(refusal.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
        assertThat(closing).isNotDone();
        assertThat(test.sink.isClosed()).isFalse();

        test.sink.acknowledgeHeld();
        assertThat(underWay.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(test.sink.isClosed()).isTrue();
        test.bridge.close(); // again, as a shutdown hook may
    }

    @Test
    void closeDoesNotWaitForeverForKafka() throws Exception {
        TestBridge test = TestBridge.start(
                config -> config.withTimeouts(config.timeouts().withShutdownGrace(Duration.ofMillis(200))));
        test.sink.behave(FakeSink.Behaviour.HOLD);
        CompletableFuture<HttpResponse<byte[]>> underWay = test.postAsync(OtlpSignal.SPANS, TRACES);
        await("the request reaches the sink", () -> test.sink.heldCount() == 1);
        CompletableFuture.runAsync(test.bridge::close).get(10, TimeUnit.SECONDS);
        // never acknowledged, so never answered with success
        assertThat(underWay.handle((response, failure) -> failure == null ? response.statusCode() : 0)
                        .get(10, TimeUnit.SECONDS))
                .isNotEqualTo(200);
    }

    @Test
    void readinessFollowsKafka() throws Exception {
        try (TestBridge test = TestBridge.start()) {
            assertThat(test.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(test.get("/readyz").statusCode()).isEqualTo(200);
            test.sink.setReachable(false);
            assertThat(test.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(test.get("/readyz").statusCode()).isEqualTo(503);
        }
    }

    private static void assertRetryable(HttpResponse<byte[]> response, int status, Code code) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("retry-after")).contains("2");
        assertThat(Status.parseFrom(response.body()).getCode()).isEqualTo(code.getNumber());
    }

    private static int status(TestBridge test, String path) {
        try {
            return test.get(path).statusCode();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static double inFlight(TestBridge test) {
        try {
            return test.metric("observatory_bridge_in_flight_bytes");
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static byte[] head(String contentType, int contentLength) {
        return ("POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: " + contentType + "\r\ncontent-length: "
                        + contentLength + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String statusLine(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
