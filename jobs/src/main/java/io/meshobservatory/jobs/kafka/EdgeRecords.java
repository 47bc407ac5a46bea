/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Edges as Kafka records: all rows of one edge in one partition, in order. The time of a record is when its row was given out, in
 * event time: see {@link EmissionTime}.
 */
public final class EdgeRecords implements KafkaRecordSerializationSchema<EdgeRow> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(EdgeRow row, KafkaSinkContext context, @Nullable Long timestamp) {
        long emitted = EmissionTime.of(timestamp, row.windowEndMillis());
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(KafkaTopics.EDGES, null, emitted, key(row.edge()), EdgeRowJson.write(row));
        EmissionTime.write(emitted, written.headers());
        return written;
    }

    /** Names cannot contain line feeds, so that different edges have different keys. */
    private static byte[] key(Edge edge) {
        return String.join(
                        "\n",
                        key(edge.source()),
                        edge.sourceVersion(),
                        key(edge.destination()),
                        edge.destinationVersion(),
                        edge.protocol())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String key(Node node) {
        return String.join(
                "\n", node.cluster(), node.namespace(), node.name(), node.kind().name());
    }
}
