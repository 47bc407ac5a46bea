/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/** How the jobs write to Kafka. */
public final class MeshTopicSink {
    private static final String MAX_REQUEST_BYTES = Integer.toString(24 << 20);

    private MeshTopicSink() {}

    /**
     * At least once: whoever reads the topics may see a record again after a restart, under the same key.
     *
     * @param kafka the bootstrap servers
     * @param records names the topic too
     */
    public static <T> KafkaSink<T> of(String kafka, KafkaRecordSerializationSchema<T> records) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(kafka)
                .setRecordSerializer(records)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setProperty("max.request.size", MAX_REQUEST_BYTES)
                .setProperty("compression.type", "lz4")
                .build();
    }
}
