/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge listens, what it accepts, and where it writes. Immutable; every value is checked when it is made.
 *
 * @param listen where senders connect
 * @param limits how much is accepted
 * @param timeouts how long anything may take
 * @param kafka where the records go
 */
public record BridgeConfig(Listen listen, BridgeLimits limits, BridgeTimeouts timeouts, KafkaSettings kafka) {
    private static final int DEFAULT_GRPC_PORT = 4317;
    private static final int DEFAULT_HTTP_PORT = 4318;
    private static final int MAX_PORT = 65_535;

    public BridgeConfig {
        requireNonNull(listen, "listen");
        requireNonNull(limits, "limits");
        requireNonNull(timeouts, "timeouts");
        requireNonNull(kafka, "kafka");
    }

    /** Loopback, the standard ports of OTLP, Kafka at 127.0.0.1:9092. */
    public static BridgeConfig defaults() {
        return new BridgeConfig(
                new Listen("127.0.0.1", DEFAULT_GRPC_PORT, DEFAULT_HTTP_PORT, null),
                BridgeLimits.defaults(),
                BridgeTimeouts.defaults(),
                KafkaSettings.defaults());
    }

    /**
     * Reads {@code OBSERVATORY_KAFKA} and the keys {@code OBSERVATORY_BRIDGE_*}; what is absent keeps its default.
     *
     * @throws IllegalArgumentException if a value cannot be used, or a key with this prefix is unknown
     */
    public static BridgeConfig fromEnvironment(Map<String, String> environment) {
        return BridgeEnvironment.read(environment);
    }

    /** This configuration on another host (an address of this machine) and other ports; port 0 is any free one. */
    public BridgeConfig withListen(String host, int grpcPort, int httpPort) {
        return new BridgeConfig(new Listen(host, grpcPort, httpPort, listen.tls()), limits, timeouts, kafka);
    }

    /** This configuration with TLS on both ports; null is plain text. */
    public BridgeConfig withTls(@Nullable TlsFiles tls) {
        return new BridgeConfig(
                new Listen(listen.host(), listen.grpcPort(), listen.httpPort(), tls), limits, timeouts, kafka);
    }

    /** This configuration with another Kafka cluster, as {@code host:port,host:port}. */
    public BridgeConfig withKafka(String bootstrapServers) {
        return withKafka(kafka.withBootstrapServers(bootstrapServers));
    }

    /** This configuration with other Kafka settings. */
    public BridgeConfig withKafka(KafkaSettings value) {
        return new BridgeConfig(listen, limits, timeouts, value);
    }

    /** This configuration with another topic for one signal. */
    public BridgeConfig withTopic(OtlpSignal signal, String topic) {
        return withKafka(kafka.withTopic(signal, topic));
    }

    /** This configuration with other limits. */
    public BridgeConfig withLimits(BridgeLimits value) {
        return new BridgeConfig(listen, value, timeouts, kafka);
    }

    /** This configuration with other timeouts. */
    public BridgeConfig withTimeouts(BridgeTimeouts value) {
        return new BridgeConfig(listen, limits, value, kafka);
    }

    /**
     * Where senders connect.
     *
     * @param host an address of this machine; 0.0.0.0 is all of them
     * @param grpcPort OTLP/gRPC; 0 is any free port
     * @param httpPort OTLP/HTTP, health and metrics; 0 is any free port
     * @param tls null is plain text
     */
    public record Listen(
            String host,
            int grpcPort,
            int httpPort,
            @Nullable TlsFiles tls) {
        public Listen {
            if (host.isBlank()) {
                throw new IllegalArgumentException("host: '" + host + "' (expected: an address of this machine)");
            }
            requirePort("gRPC port", grpcPort);
            requirePort("HTTP port", httpPort);
            if (grpcPort == httpPort && grpcPort != 0) {
                throw new IllegalArgumentException(
                        "gRPC port and HTTP port: both " + grpcPort + " (expected: two ports)");
            }
        }

        private static void requirePort(String what, int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException(what + ": " + port + " (expected: 0 to " + MAX_PORT + ")");
            }
        }
    }
}
