/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.grpc.GrpcClients;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A bridge on free ports with a {@link FakeSink}, and clients that do not share code with it. */
final class TestBridge implements AutoCloseable {
    static final String PROTOBUF = "application/x-protobuf";
    static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final FakeSink sink = new FakeSink();
    final OtlpBridge bridge;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestBridge(BridgeConfig config) {
        bridge = OtlpBridge.start(config, sink);
    }

    static TestBridge start() {
        return start(UnaryOperator.identity());
    }

    static TestBridge start(UnaryOperator<BridgeConfig> changes) {
        BridgeConfig config = BridgeConfig.defaults()
                .withListen("127.0.0.1", 0, 0)
                .withTimeouts(BridgeTimeouts.defaults().withShutdownGrace(Duration.ofSeconds(10)));
        return new TestBridge(changes.apply(config));
    }

    /** A POST with a body whose length is announced. */
    HttpResponse<byte[]> post(String path, String contentType, byte[] body, String... headers) throws Exception {
        return http.send(request(path, contentType, body, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(OtlpSignal signal, byte[] protobuf) throws Exception {
        return post(signal.httpPath(), PROTOBUF, protobuf);
    }

    CompletableFuture<HttpResponse<byte[]>> postAsync(OtlpSignal signal, byte[] protobuf) {
        return http.sendAsync(request(signal.httpPath(), PROTOBUF, protobuf), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    TraceServiceGrpc.TraceServiceBlockingStub traces() {
        return grpc(TraceServiceGrpc.TraceServiceBlockingStub.class);
    }

    <T> T grpc(Class<T> stub) {
        return GrpcClients.newClient("gproto+http://127.0.0.1:" + bridge.grpcPort(), stub);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + bridge.httpPort() + path);
    }

    /** What the issue calls "good traffic beside it is unharmed": over both transports. */
    void assertGoodTrafficPasses() throws Exception {
        int before = sink.sent().size();
        ExportTraceServiceRequest request = TestRequests.traces(1, "good");
        assertThat(post(OtlpSignal.SPANS, request.toByteArray()).statusCode()).isEqualTo(200);
        assertThat(traces().export(request).hasPartialSuccess()).isFalse();
        assertThat(sink.sent()).hasSize(before + 2);
        assertThat(sink.sent().get(before + 1).onlyValue()).isEqualTo(request.toByteArray());
    }

    /** The value of one sample at /metrics, such as {@code observatory_bridge_in_flight_bytes}; 0 if it is absent. */
    double metric(String sample) throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    double requests(String signal, String transport, String result) throws Exception {
        return metric("observatory_bridge_requests_total{result=\"" + result + "\",signal=\"" + signal
                + "\",transport=\"" + transport + "\"}");
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    /** Does not wait for the end: Netty keeps its accepting threads for two quiet seconds. */
    @Override
    public void close() {
        sink.acknowledgeHeld();
        CompletableFuture<Void> unused = CompletableFuture.runAsync(bridge::close);
    }

    private HttpRequest request(String path, String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .header("content-type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }
}
