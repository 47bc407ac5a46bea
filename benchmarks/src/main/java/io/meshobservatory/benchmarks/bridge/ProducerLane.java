/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.kafka.OutgoingRecord;
import io.meshobservatory.bridge.kafka.ProducerSettings;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records that the bridge would write, handed to a producer with the bridge's settings. */
final class ProducerLane implements Lane {
    private final List<List<ProducerRecord<byte[], byte[]>>> requests;
    private final KafkaProducer<byte[], byte[]> producer;

    ProducerLane(List<SpanBatch> batches, BridgeConfig config) {
        String topic = config.kafka().topic(OtlpSignal.SPANS);
        this.requests =
                batches.stream().map(batch -> records(topic, batch.records())).toList();
        this.producer = new KafkaProducer<>(ProducerSettings.producer(config));
    }

    @Override
    public int size() {
        return requests.size();
    }

    @Override
    public CompletableFuture<?> send(int index) {
        List<ProducerRecord<byte[], byte[]>> records = requests.get(index);
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        AtomicInteger missing = new AtomicInteger(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    acknowledged.completeExceptionally(failure);
                } else if (missing.decrementAndGet() == 0) {
                    acknowledged.complete(null);
                }
            });
        }
        return acknowledged;
    }

    @Override
    public void close() {
        producer.close();
    }

    private static List<ProducerRecord<byte[], byte[]>> records(String topic, List<OutgoingRecord> records) {
        return records.stream()
                .map(record -> new ProducerRecord<>(topic, record.key(), record.value()))
                .toList();
    }
}
