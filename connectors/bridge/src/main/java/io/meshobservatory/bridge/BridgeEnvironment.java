/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import io.meshobservatory.bridge.KafkaSettings.Compression;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Environment variables to a {@link BridgeConfig}. One instance for each reading; NOT thread-safe. */
final class BridgeEnvironment {
    static final String KAFKA = "OBSERVATORY_KAFKA";
    static final String PREFIX = "OBSERVATORY_BRIDGE_";
    /** All keys with the prefix, without it. */
    static final List<String> KEYS = List.of(
            "HOST",
            "GRPC_PORT",
            "HTTP_PORT",
            "TLS_CERTIFICATE",
            "TLS_KEY",
            "TLS_CLIENT_CA",
            "MAX_HTTP_BYTES",
            "MAX_GRPC_BYTES",
            "MAX_RECORD_BYTES",
            "MAX_RECORDS_PER_REQUEST",
            "MAX_IN_FLIGHT_BYTES",
            "MAX_CONCURRENT_REQUESTS",
            "MAX_CONNECTIONS",
            "WORKERS",
            "BODY_TIMEOUT",
            "IDLE_TIMEOUT",
            "DELIVERY_TIMEOUT",
            "KAFKA_BLOCK_TIMEOUT",
            "RETRY_AFTER",
            "SHUTDOWN_GRACE",
            "TOPIC_SPANS",
            "TOPIC_METRICS",
            "TOPIC_LOGS",
            "COMPRESSION",
            "KAFKA_PROPERTIES");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final Map<String, String> environment;

    private BridgeEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    static BridgeConfig read(Map<String, String> environment) {
        BridgeEnvironment reader = new BridgeEnvironment(environment);
        reader.requireKnownKeys();
        BridgeConfig defaults = BridgeConfig.defaults();
        return new BridgeConfig(
                reader.listen(defaults.listen()),
                reader.limits(defaults.limits()),
                reader.timeouts(defaults.timeouts()),
                reader.kafka(defaults.kafka()));
    }

    private void requireKnownKeys() {
        for (String key : new TreeSet<>(environment.keySet())) {
            if (key.startsWith(PREFIX) && !KEYS.contains(key.substring(PREFIX.length()))) {
                throw new IllegalArgumentException(
                        "unknown key " + key + " (expected: one of " + PREFIX + String.join(", " + PREFIX, KEYS) + ")");
            }
        }
    }

    private BridgeConfig.Listen listen(BridgeConfig.Listen defaults) {
        return new BridgeConfig.Listen(
                text("HOST", defaults.host()),
                integer("GRPC_PORT", defaults.grpcPort()),
                integer("HTTP_PORT", defaults.httpPort()),
                tls());
    }

    private @Nullable TlsFiles tls() {
        String certificate = value("TLS_CERTIFICATE");
        String key = value("TLS_KEY");
        String clientAuthorities = value("TLS_CLIENT_CA");
        if (certificate == null && key == null && clientAuthorities == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException(
                    "TLS needs both " + PREFIX + "TLS_CERTIFICATE and " + PREFIX + "TLS_KEY (expected: two PEM files)");
        }
        return new TlsFiles(
                Path.of(certificate), Path.of(key), clientAuthorities == null ? null : Path.of(clientAuthorities));
    }

    private BridgeLimits limits(BridgeLimits defaults) {
        return new BridgeLimits(
                integer("MAX_HTTP_BYTES", defaults.maxHttpBytes()),
                integer("MAX_GRPC_BYTES", defaults.maxGrpcBytes()),
                integer("MAX_RECORD_BYTES", defaults.maxRecordBytes()),
                integer("MAX_RECORDS_PER_REQUEST", defaults.maxRecordsPerRequest()),
                number("MAX_IN_FLIGHT_BYTES", defaults.maxInFlightBytes(), Long.MAX_VALUE),
                integer("MAX_CONCURRENT_REQUESTS", defaults.maxConcurrentRequests()),
                integer("MAX_CONNECTIONS", defaults.maxConnections()),
                integer("WORKERS", defaults.workers()));
    }

    private BridgeTimeouts timeouts(BridgeTimeouts defaults) {
        return new BridgeTimeouts(
                duration("BODY_TIMEOUT", defaults.body()),
                duration("IDLE_TIMEOUT", defaults.idle()),
                duration("DELIVERY_TIMEOUT", defaults.delivery()),
                duration("KAFKA_BLOCK_TIMEOUT", defaults.kafkaBlock()),
                duration("RETRY_AFTER", defaults.retryAfter()),
                duration("SHUTDOWN_GRACE", defaults.shutdownGrace()));
    }

    private KafkaSettings kafka(KafkaSettings defaults) {
        String bootstrap = environment.get(KAFKA);
        KafkaSettings settings =
                bootstrap == null || bootstrap.isBlank() ? defaults : defaults.withBootstrapServers(bootstrap.strip());
        return settings.withTopic(OtlpSignal.SPANS, text("TOPIC_SPANS", defaults.topic(OtlpSignal.SPANS)))
                .withTopic(OtlpSignal.METRICS, text("TOPIC_METRICS", defaults.topic(OtlpSignal.METRICS)))
                .withTopic(OtlpSignal.LOGS, text("TOPIC_LOGS", defaults.topic(OtlpSignal.LOGS)))
                .withCompression(compression(defaults.compression()))
                .withProperties(properties());
    }

    private Compression compression(Compression absent) {
        String value = value("COMPRESSION");
        if (value == null) {
            return absent;
        }
        for (Compression compression : Compression.values()) {
            if (compression.kafkaName().equals(value.toLowerCase(Locale.ROOT))) {
                return compression;
            }
        }
        throw invalid("COMPRESSION", value, "none, lz4 or zstd");
    }

    private Map<String, String> properties() {
        String file = value("KAFKA_PROPERTIES");
        if (file == null) {
            return Map.of();
        }
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    PREFIX + "KAFKA_PROPERTIES: '" + file + "' (expected: a readable properties file)", unreadable);
        }
        Map<String, String> properties = new HashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }

    private String text(String key, String absent) {
        String value = value(key);
        return value == null ? absent : value;
    }

    private int integer(String key, int absent) {
        return (int) number(key, absent, Integer.MAX_VALUE);
    }

    private long number(String key, long absent, long max) {
        String value = value(key);
        if (value == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(key, value, "a whole number, 0 to " + max);
        }
        throw invalid(key, value, "a whole number, 0 to " + max);
    }

    private Duration duration(String key, Duration absent) {
        String value = value(key);
        if (value == null) {
            return absent;
        }
        Matcher matcher = DURATION.matcher(value);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException notADuration) {
            throw invalid(key, value, "a duration such as 500ms, 10s, 2m or PT10S");
        }
    }

    /** The trimmed value; null if it is absent or blank. */
    private @Nullable String value(String key) {
        String value = environment.get(PREFIX + key);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static IllegalArgumentException invalid(String key, String value, String expected) {
        return new IllegalArgumentException(PREFIX + key + ": '" + value + "' (expected: " + expected + ")");
    }
}
