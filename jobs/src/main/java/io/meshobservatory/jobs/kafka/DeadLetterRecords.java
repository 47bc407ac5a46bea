/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Dead letters as Kafka records: the original bytes, and headers that say where they came from and what is wrong. */
public final class DeadLetterRecords implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        OtlpRecord record = letter.record();
        ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(KafkaTopics.DEAD_LETTERS, record.value());
        written.headers().add("reason", bytes(letter.reason()));
        written.headers().add("topic", bytes(record.topic()));
        written.headers().add("partition", bytes(Integer.toString(record.partition())));
        written.headers().add("offset", bytes(Long.toString(record.offset())));
        return written;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
