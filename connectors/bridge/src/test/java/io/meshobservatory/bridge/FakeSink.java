/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import io.meshobservatory.bridge.kafka.OutgoingRecord;
import io.meshobservatory.bridge.kafka.RecordSink;
import io.meshobservatory.bridge.kafka.SinkException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A Kafka that does what a test tells it. Thread-safe. */
final class FakeSink implements RecordSink {
    private final List<Sent> sent = new ArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private Behaviour behaviour = Behaviour.ACKNOWLEDGE;
    private boolean reachable = true;
    private boolean closed;

    enum Behaviour {
        /** As a healthy Kafka. */
        ACKNOWLEDGE,
        /** As a slow one: nothing happens until {@link #acknowledgeHeld}. */
        HOLD,
        /** As one that is away. */
        FAIL,
        /** As one whose topic takes only small records. */
        REFUSE_SIZE,
        /** As a sink with a fault of its own. */
        THROW
    }

    record Sent(OtlpSignal signal, List<OutgoingRecord> records) {
        byte[] onlyValue() {
            if (records.size() != 1) {
                throw new AssertionError(records.size() + " records (expected: 1)");
            }
            return records.get(0).value();
        }
    }

    @Override
    public synchronized CompletableFuture<Void> send(OtlpSignal signal, List<OutgoingRecord> records) {
        return switch (behaviour) {
            case ACKNOWLEDGE -> {
                sent.add(new Sent(signal, records));
                yield CompletableFuture.completedFuture(null);
            }
            case HOLD -> {
                sent.add(new Sent(signal, records));
                CompletableFuture<Void> future = new CompletableFuture<>();
                held.add(future);
                yield future;
            }
            case FAIL -> failed(SinkException.Kind.UNAVAILABLE, "Kafka is away");
            case REFUSE_SIZE -> failed(SinkException.Kind.RECORD_TOO_LARGE, "the record is too large");
            case THROW -> throw new IllegalStateException("a fault of the sink");
        };
    }

    @Override
    public synchronized CompletableFuture<Boolean> reachable() {
        return CompletableFuture.completedFuture(reachable);
    }

    @Override
    public synchronized void close(Duration timeout) {
        closed = true;
    }

    synchronized FakeSink behave(Behaviour value) {
        behaviour = value;
        return this;
    }

    synchronized void setReachable(boolean value) {
        reachable = value;
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    synchronized int heldCount() {
        return held.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    void acknowledgeHeld() {
        List<CompletableFuture<Void>> all;
        synchronized (this) {
            all = List.copyOf(held);
            held.clear();
        }
        all.forEach(future -> future.complete(null));
    }

    private static CompletableFuture<Void> failed(SinkException.Kind kind, String message) {
        return CompletableFuture.failedFuture(new SinkException(kind, message, null));
    }
}
