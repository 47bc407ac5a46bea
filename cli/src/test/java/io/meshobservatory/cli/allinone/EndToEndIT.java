/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real OpenTelemetry SDKs in small real services send to the bridge, by gRPC and by HTTP; what the API tells in the end is
 * what the services counted themselves.
 */
class EndToEndIT {
    private static final int REQUESTS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    private static AllInOne all;

    @BeforeAll
    static void start() throws Exception {
        all = AllInOne.start(new AllInOneConfig(data, 0, 0, 0, 0, 2), Map.of(), text -> {});
    }

    @AfterAll
    static void stop() {
        if (all != null) {
            all.close();
        }
    }

    @Test
    void theApiTellsWhatTheServicesCounted() throws Exception {
        CallCounts counts = new CallCounts();
        sendTraffic(all, counts);
        assertThat(counts.get()).hasSize(4);
        assertThat(counts.get().get("cart -> inventory").errors()).isPositive();

        Map<String, CallCounts.Count> seen = new TreeMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!seen.equals(counts.get()) && System.nanoTime() < deadline) {
            Thread.sleep(500);
            seen = edgesBetweenServices(all);
        }
        assertThat(seen).isEqualTo(counts.get());

        JsonNode frontend = get(all, "/api/v1/services/test/shop/frontend");
        assertThat(frontend.findValuesAsText("name")).contains("cart", "catalog");
    }

    /** Whoever writes to the topic past the bridge may write anything; it must neither be lost nor stop the job. */
    @Test
    void whatCannotBeDecodedIsKeptAsItCame() throws Exception {
        byte[] garbage = "neither protobuf nor JSON".getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", all.kafkaBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("otlp_spans", garbage)).get();
        }

        ConsumerRecord<byte[], byte[]> letter = firstDeadLetter();

        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(header(letter, "topic")).isEqualTo("otlp_spans");
        assertThat(header(letter, "reason")).contains("at byte");
        assertThat(header(letter, "partition")).matches("[01]");
        assertThat(header(letter, "offset")).matches("[0-9]+");
        assertThat(all.areJobsRunning()).isTrue();
    }

    private static ConsumerRecord<byte[], byte[]> firstDeadLetter() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", all.kafkaBootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition("otlp_dead_letter", 0), new TopicPartition("otlp_dead_letter", 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(500))) {
                    return letter;
                }
            }
        }
        throw new AssertionError("no dead letter within " + PATIENCE);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void sendTraffic(AllInOne all, CallCounts counts) throws IOException, InterruptedException {
        try (InstrumentedService inventory = new InstrumentedService("inventory", grpc(all), counts, 7, List.of());
                InstrumentedService catalog =
                        new InstrumentedService("catalog", overHttp(all), counts, 0, List.of(inventory));
                InstrumentedService cart =
                        new InstrumentedService("cart", overHttp(all), counts, 0, List.of(inventory));
                InstrumentedService frontend =
                        new InstrumentedService("frontend", grpc(all), counts, 0, List.of(catalog, cart))) {
            for (int i = 0; i < REQUESTS; i++) {
                frontend.callFromOutside();
            }
        }
    }

    private static SpanExporter grpc(AllInOne all) {
        return OtlpGrpcSpanExporter.builder()
                .setEndpoint("http://" + all.otlpGrpc())
                .build();
    }

    private static SpanExporter overHttp(AllInOne all) {
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(all.otlpHttp() + "/v1/traces")
                .setCompression("gzip")
                .build();
    }

    private Map<String, CallCounts.Count> edgesBetweenServices(AllInOne all) throws Exception {
        Map<String, CallCounts.Count> edges = new TreeMap<>();
        for (JsonNode edge : get(all, "/api/v1/topology?cluster=test&from=-10m").get("edges")) {
            if (edge.at("/source/kind").asText().equals("SERVICE")) {
                edges.put(
                        edge.at("/source/name").asText() + " -> "
                                + edge.at("/destination/name").asText(),
                        new CallCounts.Count(
                                edge.get("calls").asLong(), edge.get("errors").asLong()));
            }
        }
        return edges;
    }

    private JsonNode get(AllInOne all, String path) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(all.dashboard() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }
}
