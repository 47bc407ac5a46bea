/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Dead letters as Kafka records: the original bytes, and headers that say where they came from and what is wrong. Of a
 * record that is too large for one (it was compressed when it came), the first 23 MiB, and a header with its size.
 */
public final class DeadLetterRecords implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;
    /** Less than a producer's request may hold: a letter that cannot be sent would stop the job again and again. */
    private static final int MAX_VALUE_BYTES = 23 << 20;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        OtlpRecord record = letter.record();
        byte[] value = record.value();
        boolean cut = value.length > MAX_VALUE_BYTES;
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(KafkaTopics.DEAD_LETTERS, cut ? Arrays.copyOf(value, MAX_VALUE_BYTES) : value);
        if (cut) {
            written.headers().add("original-size", bytes(Integer.toString(value.length)));
        }
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
