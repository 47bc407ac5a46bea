/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.fact.FactRowJson;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.WindowSize;
import java.io.Serial;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Rows of facts as Kafka records; the key is what identifies a row apart from its window, so that a topic can be compacted. The time of a record is when its row was given out, in event time: see {@link EmissionTime}. */
public final class FactRecords implements KafkaRecordSerializationSchema<FactRow> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(FactRow row, KafkaSinkContext context, @Nullable Long timestamp) {
        long windowEnd = WindowSize.ONE_MINUTE.endMillis(row.windowStartMillis());
        long emitted = EmissionTime.of(timestamp, windowEnd);
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(KafkaTopics.FACTS, null, emitted, key(row), FactRowJson.write(row));
        EmissionTime.write(emitted, written.headers());
        return written;
    }

    /** Names cannot contain line feeds, so that different facts have different keys. */
    private static byte[] key(FactRow row) {
        Node peer = row.peer();
        return String.join(
                        "\n",
                        key(row.node()),
                        peer == null ? "" : key(peer),
                        row.kind().label(),
                        row.detail())
                .getBytes(UTF_8);
    }

    private static String key(Node node) {
        return String.join(
                "\n", node.cluster(), node.namespace(), node.name(), node.kind().name());
    }
}
