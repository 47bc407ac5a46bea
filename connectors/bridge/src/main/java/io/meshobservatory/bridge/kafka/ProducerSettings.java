/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.kafka;

import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.BridgeLimits;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The properties of the Kafka clients, derived from the bridge's own configuration. */
public final class ProducerSettings {
    /** Key, headers and framing of a record, and what a conversion from JSON might add. */
    private static final int RECORD_MARGIN_BYTES = 1024 * 1024;

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int LINGER_MILLIS = 5;
    private static final int RECONNECT_MILLIS = 50;
    private static final int RECONNECT_MAX_MILLIS = 1_000;

    private ProducerSettings() {}

    /** Of the producer that writes the records, with {@code byte[]} keys and values. */
    public static Map<String, Object> producer(BridgeConfig config) {
        BridgeLimits limits = config.limits();
        int maxRequestBytes = Math.max(limits.maxRecordBytes(), Math.max(limits.maxHttpBytes(), limits.maxGrpcBytes()))
                + RECORD_MARGIN_BYTES;
        int deliveryMillis = Math.toIntExact(config.timeouts().delivery().toMillis());
        int lingerMillis = Math.min(LINGER_MILLIS, deliveryMillis / 4);
        Map<String, Object> settings = common(config);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        settings.putAll(config.kafka().properties());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                config.kafka().compression().kafkaName());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
        // what is in flight has been counted before it gets here, so the buffer holds all of it without blocking
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(limits.maxInFlightBytes(), maxRequestBytes));
        settings.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                config.timeouts().kafkaBlock().toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
        // at least two tries within the delivery timeout
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deliveryMillis / 2);
        return settings;
    }

    static Map<String, Object> admin(BridgeConfig config) {
        Map<String, Object> settings = common(config);
        // looking anew for a lost cluster is done by a new client, see KafkaProbe
        settings.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        config.kafka().properties().forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(key)) {
                settings.put(key, value);
            }
        });
        return settings;
    }

    private static Map<String, Object> common(BridgeConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "mesh-observatory-bridge");
        // a broker that comes back is found again within a second
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_MILLIS);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MILLIS);
        return settings;
    }
}
