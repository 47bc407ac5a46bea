/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.kafka;

import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes with one idempotent producer, {@code acks=all}. When the producer had to block for Kafka's metadata in vain, the
 * next sends fail at once for a moment instead of blocking all workers in turn; then one tries again. Thread-safe.
 */
public final class KafkaRecordSink implements RecordSink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordSink.class);
    private static final long WARN_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final BridgeConfig config;
    private final Producer<byte[], byte[]> producer;
    private final KafkaProbe probe;
    private final long blockNanos;
    /** {@link System#nanoTime} until which sends fail at once. */
    private final AtomicLong failFastUntil = new AtomicLong(System.nanoTime());

    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    public KafkaRecordSink(BridgeConfig config) {
        this.config = config;
        this.blockNanos = config.timeouts().kafkaBlock().toNanos();
        this.producer = new KafkaProducer<>(ProducerSettings.producer(config));
        this.probe = new KafkaProbe(ProducerSettings.admin(config));
    }

    @Override
    public CompletableFuture<Void> send(OtlpSignal signal, List<OutgoingRecord> records) {
        if (System.nanoTime() - failFastUntil.get() < 0) {
            return CompletableFuture.failedFuture(
                    new SinkException(SinkException.Kind.UNAVAILABLE, "Kafka cannot be reached", null));
        }
        String topic = config.kafka().topic(signal);
        Acknowledgements acknowledgements = new Acknowledgements(records.size());
        for (OutgoingRecord record : records) {
            if (acknowledgements.future.isCompletedExceptionally()) {
                break; // the sender has to send all of it again in any case
            }
            sendOne(topic, record, acknowledgements);
        }
        return acknowledgements.future;
    }

    private void sendOne(String topic, OutgoingRecord record, Acknowledgements acknowledgements) {
        long start = System.nanoTime();
        try {
            producer.send(new ProducerRecord<>(topic, record.key(), record.value()), (metadata, failure) -> {
                if (failure == null) {
                    acknowledgements.acknowledged();
                } else {
                    acknowledgements.failed(classify(topic, record, failure));
                }
            });
        } catch (KafkaException | IllegalStateException refused) {
            acknowledgements.failed(classify(topic, record, refused));
        }
        long now = System.nanoTime();
        if (now - start >= blockNanos && acknowledgements.future.isCompletedExceptionally()) {
            failFastUntil.set(now + blockNanos);
        }
    }

    private SinkException classify(String topic, OutgoingRecord record, Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            return new SinkException(
                    SinkException.Kind.RECORD_TOO_LARGE,
                    "one resource with its telemetry is " + record.length() + " bytes, more than a record of the topic "
                            + topic + " may have",
                    failure);
        }
        long warnAt = nextWarning.get();
        long now = System.nanoTime();
        if (now - warnAt >= 0 && nextWarning.compareAndSet(warnAt, now + WARN_EVERY_NANOS)) {
            LOG.warn("Kafka did not take a record for {}; senders are told to try again", topic, failure);
        }
        return new SinkException(
                SinkException.Kind.UNAVAILABLE,
                "Kafka did not acknowledge the records in time or refused them",
                failure);
    }

    @Override
    public CompletableFuture<Boolean> reachable() {
        return probe.reachable();
    }

    @Override
    public void close(Duration timeout) {
        probe.close();
        producer.close(timeout);
    }

    /** Completes its future when the last record is acknowledged, or at the first failure. */
    private static final class Acknowledgements {
        private final CompletableFuture<Void> future = new CompletableFuture<>();
        private final AtomicInteger missing;

        Acknowledgements(int records) {
            missing = new AtomicInteger(records);
        }

        void acknowledged() {
            if (missing.decrementAndGet() == 0) {
                future.complete(null);
            }
        }

        void failed(SinkException failure) {
            future.completeExceptionally(failure);
        }
    }
}
