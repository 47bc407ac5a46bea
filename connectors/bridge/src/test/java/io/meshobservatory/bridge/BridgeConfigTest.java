/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.bridge.KafkaSettings.Compression;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeConfigTest {
    @Test
    void anEmptyEnvironmentGivesTheDefaults() {
        assertThat(BridgeConfig.fromEnvironment(Map.of("PATH", "/bin"))).isEqualTo(BridgeConfig.defaults());
        assertThat(BridgeConfig.defaults().listen()).isEqualTo(new BridgeConfig.Listen("127.0.0.1", 4317, 4318, null));
        assertThat(BridgeConfig.defaults().kafka().topic(OtlpSignal.METRICS)).isEqualTo("otlp_metrics");
    }

    /** Every key is set to something that is not its default, and every one arrives. */
    @Test
    void everyKeyIsRead(@TempDir Path directory) throws Exception {
        Path certificate = Files.writeString(directory.resolve("cert.pem"), "c");
        Path key = Files.writeString(directory.resolve("key.pem"), "k");
        Path authorities = Files.writeString(directory.resolve("ca.pem"), "a");
        Path properties = Files.writeString(directory.resolve("kafka.properties"), "security.protocol=SSL\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("OBSERVATORY_KAFKA", "one:9092,two:9092");
        put(environment, "HOST", "0.0.0.0");
        put(environment, "GRPC_PORT", "14317");
        put(environment, "HTTP_PORT", "14318");
        put(environment, "TLS_CERTIFICATE", certificate.toString());
        put(environment, "TLS_KEY", key.toString());
        put(environment, "TLS_CLIENT_CA", authorities.toString());
        put(environment, "MAX_HTTP_BYTES", "1000");
        put(environment, "MAX_GRPC_BYTES", "2000");
        put(environment, "MAX_RECORD_BYTES", "3000");
        put(environment, "MAX_RECORDS_PER_REQUEST", "4");
        put(environment, "MAX_IN_FLIGHT_BYTES", "5000000000");
        put(environment, "MAX_CONCURRENT_REQUESTS", "6");
        put(environment, "MAX_CONNECTIONS", "7");
        put(environment, "WORKERS", "8");
        put(environment, "BODY_TIMEOUT", "900ms");
        put(environment, "IDLE_TIMEOUT", "2m");
        put(environment, "DELIVERY_TIMEOUT", "PT11S");
        put(environment, "KAFKA_BLOCK_TIMEOUT", "12s");
        put(environment, "RETRY_AFTER", "13s");
        put(environment, "SHUTDOWN_GRACE", "14s");
        put(environment, "TOPIC_SPANS", "s");
        put(environment, "TOPIC_METRICS", "m");
        put(environment, "TOPIC_LOGS", "l");
        put(environment, "COMPRESSION", "zstd");
        put(environment, "KAFKA_PROPERTIES", properties.toString());
        assertThat(environment).hasSize(BridgeEnvironment.KEYS.size() + 1);

        assertThat(BridgeConfig.fromEnvironment(environment))
                .isEqualTo(new BridgeConfig(
                        new BridgeConfig.Listen("0.0.0.0", 14_317, 14_318, new TlsFiles(certificate, key, authorities)),
                        new BridgeLimits(1_000, 2_000, 3_000, 4, 5_000_000_000L, 6, 7, 8),
                        new BridgeTimeouts(
                                Duration.ofMillis(900),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(14)),
                        new KafkaSettings(
                                "one:9092,two:9092",
                                Map.of(OtlpSignal.SPANS, "s", OtlpSignal.METRICS, "m", OtlpSignal.LOGS, "l"),
                                Compression.ZSTD,
                                Map.of("security.protocol", "SSL"))));
    }

    @Test
    void unknownKeysAreErrorsThatListTheKnownOnes() {
        assertThatThrownBy(() -> BridgeConfig.fromEnvironment(Map.of("OBSERVATORY_BRIDGE_PORT", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown key OBSERVATORY_BRIDGE_PORT (expected: one of ")
                .hasMessageContaining("OBSERVATORY_BRIDGE_HTTP_PORT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP_PORT | 70000 | HTTP port: 70000 (expected: 0 to 65535)",
                "HTTP_PORT | x | OBSERVATORY_BRIDGE_HTTP_PORT: 'x' (expected: a whole number",
                "HTTP_PORT | 4317 | gRPC port and HTTP port: both 4317 (expected: two ports)",
                "MAX_HTTP_BYTES | 99999999999 | OBSERVATORY_BRIDGE_MAX_HTTP_BYTES: '99999999999'",
                "MAX_IN_FLIGHT_BYTES | 1000000 | maxInFlightBytes: 1000000 (expected: 41944064 to ",
                "BODY_TIMEOUT | soon | OBSERVATORY_BRIDGE_BODY_TIMEOUT: 'soon' (expected: a duration such as",
                "DELIVERY_TIMEOUT | 2h | OBSERVATORY_BRIDGE_DELIVERY_TIMEOUT: '2h'",
                "DELIVERY_TIMEOUT | 120m | delivery timeout: PT2H (expected: PT0.1S to PT1H)",
                "COMPRESSION | rar | OBSERVATORY_BRIDGE_COMPRESSION: 'rar' (expected: none, lz4 or zstd)",
                "TOPIC_LOGS | a b | topic of LOGS: 'a b' (expected: ",
                "TLS_KEY | /no/such | TLS needs both OBSERVATORY_BRIDGE_TLS_CERTIFICATE and",
                "KAFKA_PROPERTIES | /no/such | OBSERVATORY_BRIDGE_KAFKA_PROPERTIES: '/no/such' (expected: a readable",
            })
    void valuesThatCannotBeUsedAreNamed(String key, String value, String message) {
        assertThatThrownBy(() -> BridgeConfig.fromEnvironment(Map.of("OBSERVATORY_BRIDGE_" + key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatCarriesTheGuaranteesCannotBeOverridden() {
        KafkaSettings settings = KafkaSettings.defaults();
        assertThatThrownBy(() -> settings.withProperties(Map.of("acks", "0")))
                .hasMessageStartingWith("Kafka property: acks (expected: none of those that the bridge sets: acks, ");
        assertThatThrownBy(() -> settings.withBootstrapServers("localhost"))
                .hasMessageStartingWith("Kafka: 'localhost' (expected: host:port");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (TestBridge first = TestBridge.start()) {
            BridgeConfig taken =
                    BridgeConfig.defaults().withListen("127.0.0.1", first.bridge.grpcPort(), first.bridge.httpPort());
            FakeSink sink = new FakeSink();
            assertThatThrownBy(() -> OtlpBridge.start(taken, sink))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ports " + first.bridge.grpcPort() + " and " + first.bridge.httpPort());
            assertThat(sink.isClosed()).isTrue();
        }
    }

    private static void put(Map<String, String> environment, String key, String value) {
        environment.put("OBSERVATORY_BRIDGE_" + key, value);
    }
}
