/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static io.meshobservatory.bridge.TestBridge.PROTOBUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.Code;
import com.google.rpc.Status;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.StatusRuntimeException;
import io.meshobservatory.bridge.KafkaSettings.Compression;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real broker: what arrives in the topics, and what senders hear while the broker is away. */
class BridgeKafkaIT {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory = Path.of("unset");

    private static @Nullable EmbeddedKafka kafka;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = new EmbeddedKafka(directory);
        kafka().start();
    }

    @AfterAll
    static void stopKafka() {
        kafka().close();
    }

    @Test
    void theBytesInTheTopicAreTheBytesThatWereSent() throws Exception {
        BridgeConfig config = config("forward");
        byte[] overGrpc = TestRequests.traces(2, "grpc").toByteArray();
        byte[] overHttp = TestRequests.traces(2, "http").toByteArray();
        byte[] compressed = TestRequests.traces(2, "gzip").toByteArray();
        byte[] logs = TestRequests.logs(3).toByteArray();
        try (OtlpBridge bridge = OtlpBridge.start(config)) {
            grpc(bridge).export(TestRequests.traces(2, "grpc"));
            assertThat(post(bridge, OtlpSignal.SPANS, overHttp).statusCode()).isEqualTo(200);
            assertThat(post(bridge, OtlpSignal.SPANS, TestRequests.gzip(compressed), "content-encoding", "gzip")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post(bridge, OtlpSignal.LOGS, logs).statusCode()).isEqualTo(200);
            assertThat(post(
                                    bridge,
                                    OtlpSignal.METRICS,
                                    TestRequests.metrics("a", "b", "a").toByteArray())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(bridge, "/readyz").statusCode()).isEqualTo(200);
            // acknowledged means: it is there now, before the bridge is closed
            assertThat(values(config, OtlpSignal.SPANS)).containsExactlyInAnyOrder(overGrpc, overHttp, compressed);
            assertThat(values(config, OtlpSignal.LOGS)).containsExactly(logs);
            List<ConsumerRecord<byte[], byte[]>> metrics = records(config, OtlpSignal.METRICS);
            byte[] a = TestRequests.metrics("a").toByteArray();
            assertThat(metrics).hasSize(3);
            assertThat(metrics.stream().filter(record -> Arrays.equals(record.value(), a)))
                    .hasSize(2)
                    .extracting(ConsumerRecord::partition)
                    .as("the metrics of one resource are in one partition")
                    .containsOnly(metrics.stream()
                            .filter(record -> Arrays.equals(record.value(), a))
                            .findFirst()
                            .orElseThrow()
                            .partition());
        }
    }

    @Test
    void aLargeRequestBecomesSeveralRecordsAndOneAnswer() throws Exception {
        BridgeConfig config = config("large").withKafka(kafkaSettings("large").withCompression(Compression.ZSTD));
        String[] services = IntStream.range(0, 30).mapToObj(i -> "service-" + i).toArray(String[]::new);
        ExportTraceServiceRequest request = TestRequests.traces(600, services);
        assertThat(request.getSerializedSize()).isBetween(2_000_000, 20_000_000);
        try (OtlpBridge bridge = OtlpBridge.start(config)) {
            assertThat(post(bridge, OtlpSignal.SPANS, request.toByteArray()).statusCode())
                    .isEqualTo(200);
            List<byte[]> values = values(config, OtlpSignal.SPANS);
            assertThat(values)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(value -> assertThat(value.length).isLessThanOrEqualTo(1_000_000));
            Set<Object> resources = new HashSet<>();
            for (byte[] value : values) {
                resources.addAll(ExportTraceServiceRequest.parseFrom(value).getResourceSpansList());
            }
            assertThat(resources).isEqualTo(new HashSet<>(request.getResourceSpansList()));
        }
    }

    @Test
    void aResourceThatTheTopicDoesNotTakeIs413() throws Exception {
        BridgeConfig config = config("small", Map.of("max.message.bytes", "20000"))
                .withKafka(kafkaSettings("small").withCompression(Compression.NONE));
        try (OtlpBridge bridge = OtlpBridge.start(config)) {
            HttpResponse<byte[]> refused =
                    post(bridge, OtlpSignal.SPANS, TestRequests.traces(600, "a").toByteArray());
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(Status.parseFrom(refused.body()).getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED.getNumber());
            assertThat(post(
                                    bridge,
                                    OtlpSignal.SPANS,
                                    TestRequests.traces(1, "a").toByteArray())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** One bridge has written before the outage and knows the cluster; the other is started during it. */
    @Test
    void whileTheBrokerIsAwaySendersAreToldToTryAgainAndThenItIsGood() throws Exception {
        BridgeConfig config = config("outage");
        byte[] before = TestRequests.traces(1, "before").toByteArray();
        byte[] after = TestRequests.traces(1, "after").toByteArray();
        try (OtlpBridge warm = OtlpBridge.start(config)) {
            assertThat(post(warm, OtlpSignal.SPANS, before).statusCode()).isEqualTo(200);
            kafka().stop();
            try (OtlpBridge cold = OtlpBridge.start(config)) {
                try {
                    assertEverybodyIsToldToTryAgain(warm);
                    assertEverybodyIsToldToTryAgain(cold);
                } finally {
                    kafka().start();
                }
                assertThat(awaitOk(cold, after)).isTrue();
                assertThat(awaitOk(warm, after)).isTrue();
                assertThat(get(warm, "/readyz").statusCode()).isEqualTo(200);
                assertThat(values(config, OtlpSignal.SPANS)).contains(before, after);
            }
        }
    }

    private void assertEverybodyIsToldToTryAgain(OtlpBridge bridge) throws Exception {
        byte[] lost = TestRequests.traces(1, "lost").toByteArray();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(
                    http.sendAsync(request(bridge, OtlpSignal.SPANS, lost), HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            HttpResponse<byte[]> refused = answer.get(10, TimeUnit.SECONDS);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("2");
        }
        StatusRuntimeException refusal = Objects.requireNonNull(catchThrowableOfType(
                StatusRuntimeException.class, () -> grpc(bridge).export(TestRequests.traces(1, "lost"))));
        assertThat(refusal.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
        assertThat(OtlpGrpcTest.retryInfo(refusal)).isNotNull();
        assertThat(get(bridge, "/readyz").statusCode()).isEqualTo(503);
        assertThat(get(bridge, "/healthz").statusCode()).isEqualTo(200);
    }

    private boolean awaitOk(OtlpBridge bridge, byte[] request) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (post(bridge, OtlpSignal.SPANS, request).statusCode() == 200) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    private static BridgeConfig config(String test) throws Exception {
        return config(test, Map.of());
    }

    /** Topics of its own for each test. */
    private static BridgeConfig config(String test, Map<String, String> topicConfig) throws Exception {
        BridgeConfig config = BridgeConfig.defaults()
                .withListen("127.0.0.1", 0, 0)
                .withTimeouts(BridgeTimeouts.defaults().withKafka(Duration.ofSeconds(2), Duration.ofMillis(500)))
                .withKafka(kafkaSettings(test));
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka().bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            List<NewTopic> topics = config.kafka().topics().values().stream()
                    .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1).configs(topicConfig))
                    .toList();
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        }
        return config;
    }

    private static KafkaSettings kafkaSettings(String test) {
        return KafkaSettings.defaults()
                .withBootstrapServers(kafka().bootstrapServers())
                .withTopic(OtlpSignal.SPANS, test + "_spans")
                .withTopic(OtlpSignal.METRICS, test + "_metrics")
                .withTopic(OtlpSignal.LOGS, test + "_logs");
    }

    private static List<byte[]> values(BridgeConfig config, OtlpSignal signal) {
        return records(config, signal).stream().map(ConsumerRecord::value).toList();
    }

    /** All records that the topic of a signal has now. */
    private static List<ConsumerRecord<byte[], byte[]>> records(BridgeConfig config, OtlpSignal signal) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.kafka().bootstrapServers(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition(config.kafka().topic(signal), i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private HttpResponse<byte[]> post(OtlpBridge bridge, OtlpSignal signal, byte[] body, String... headers)
            throws Exception {
        return http.send(request(bridge, signal, body, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> get(OtlpBridge bridge, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bridge.httpPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(OtlpBridge bridge, OtlpSignal signal, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + bridge.httpPort() + signal.httpPath()))
                .header("content-type", PROTOBUF)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static TraceServiceGrpc.TraceServiceBlockingStub grpc(OtlpBridge bridge) {
        return GrpcClients.newClient(
                "gproto+http://127.0.0.1:" + bridge.grpcPort(), TraceServiceGrpc.TraceServiceBlockingStub.class);
    }

    private static EmbeddedKafka kafka() {
        return Objects.requireNonNull(kafka);
    }
}
