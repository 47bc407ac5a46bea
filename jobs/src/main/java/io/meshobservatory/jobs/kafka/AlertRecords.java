/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import java.io.Serial;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Alerts as Kafka records: all states of one alert in one partition, in order. The key is the id of the alert, so that a
 * compacted topic keeps the last state of each.
 */
public final class AlertRecords implements KafkaRecordSerializationSchema<Alert> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Alert alert, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(
                KafkaTopics.ALERTS, null, alert.timeMillis(), alert.id().getBytes(UTF_8), AlertJson.write(alert));
    }
}
