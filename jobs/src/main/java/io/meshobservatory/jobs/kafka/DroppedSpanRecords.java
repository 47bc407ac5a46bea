/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.core.telemetry.DroppedSpan;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Dropped spans as Kafka records: what they were, and why they were not counted. */
public final class DroppedSpanRecords implements KafkaRecordSerializationSchema<DroppedSpan> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public ProducerRecord<byte[], byte[]> serialize(DroppedSpan span, KafkaSinkContext context, Long timestamp) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("reason", span.reason().label());
        json.put("trace_id", span.traceId());
        json.put("span_id", span.spanId());
        json.put("service", span.service());
        json.put("end_time_unix_nano", new BigInteger(Long.toUnsignedString(span.endNanos())));
        try {
            return new ProducerRecord<>(KafkaTopics.DROPPED_SPANS, MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
