/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Kafka cluster and the topics.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param topics one topic for each signal
 * @param compression of the batches
 * @param properties further properties of the Kafka clients, for security and tuning; those that carry the
 *     bridge's guarantees ({@link #reserved}) cannot be set
 */
public record KafkaSettings(
        String bootstrapServers,
        Map<OtlpSignal, String> topics,
        Compression compression,
        Map<String, String> properties) {
    private static final Set<String> RESERVED = Set.of(
            "bootstrap.servers",
            "acks",
            "enable.idempotence",
            "compression.type",
            "key.serializer",
            "value.serializer",
            "max.request.size",
            "max.block.ms",
            "delivery.timeout.ms",
            "request.timeout.ms",
            "buffer.memory",
            "transactional.id");

    public KafkaSettings {
        requireNonNull(compression, "compression");
        if (bootstrapServers.isBlank() || !bootstrapServers.contains(":")) {
            throw new IllegalArgumentException(
                    "Kafka: '" + bootstrapServers + "' (expected: host:port, or several separated by commas)");
        }
        for (OtlpSignal signal : OtlpSignal.values()) {
            String topic = topics.get(signal);
            if (topic == null || !topic.matches("[A-Za-z0-9._-]{1,249}")) {
                throw new IllegalArgumentException(
                        "topic of " + signal + ": '" + topic + "' (expected: 1 to 249 letters, digits, '.', '_', '-')");
            }
        }
        for (String key : properties.keySet()) {
            if (RESERVED.contains(key)) {
                throw new IllegalArgumentException("Kafka property: " + key
                        + " (expected: none of those that the bridge sets: " + reserved() + ")");
            }
        }
        topics = Map.copyOf(topics);
        properties = Map.copyOf(properties);
    }

    /** 127.0.0.1:9092, the Collector's topic names, lz4. */
    public static KafkaSettings defaults() {
        EnumMap<OtlpSignal, String> topics = new EnumMap<>(OtlpSignal.class);
        for (OtlpSignal signal : OtlpSignal.values()) {
            topics.put(signal, signal.topic());
        }
        return new KafkaSettings("127.0.0.1:9092", topics, Compression.LZ4, Map.of());
    }

    /** The properties that {@link #properties} may not have, sorted. */
    public static String reserved() {
        return String.join(", ", RESERVED.stream().sorted().toList());
    }

    /** The topic for a signal. */
    public String topic(OtlpSignal signal) {
        return requireNonNull(topics.get(signal));
    }

    /** These settings with another cluster. */
    public KafkaSettings withBootstrapServers(String value) {
        return new KafkaSettings(value, topics, compression, properties);
    }

    /** These settings with another topic for one signal. */
    public KafkaSettings withTopic(OtlpSignal signal, String topic) {
        EnumMap<OtlpSignal, String> changed = new EnumMap<>(OtlpSignal.class);
        changed.putAll(topics);
        changed.put(signal, topic);
        return new KafkaSettings(bootstrapServers, changed, compression, properties);
    }

    /** These settings with another compression. */
    public KafkaSettings withCompression(Compression value) {
        return new KafkaSettings(bootstrapServers, topics, value, properties);
    }

    /** These settings with further client properties, instead of those that were there. */
    public KafkaSettings withProperties(Map<String, String> value) {
        return new KafkaSettings(bootstrapServers, topics, compression, value);
    }

    /** How the producer compresses its batches. */
    public enum Compression {
        NONE,
        LZ4,
        ZSTD;

        /** The value of {@code compression.type}. */
        public String kafkaName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
