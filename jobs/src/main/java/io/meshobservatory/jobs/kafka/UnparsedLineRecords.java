/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import java.io.Serial;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Log lines that fit no known format as Kafka records: the line itself, with headers that tell why and where it came from. */
public final class UnparsedLineRecords implements KafkaRecordSerializationSchema<UnparsedLine> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(UnparsedLine line, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> unparsed =
                new ProducerRecord<>(KafkaTopics.UNPARSED_LOG_LINES, line.text().getBytes(UTF_8));
        unparsed.headers().add("reason", line.reason().label().getBytes(UTF_8));
        unparsed.headers().add("namespace", line.emitter().namespace().getBytes(UTF_8));
        unparsed.headers().add("service", line.emitter().name().getBytes(UTF_8));
        unparsed.headers().add("pod", line.pod().getBytes(UTF_8));
        return unparsed;
    }
}
