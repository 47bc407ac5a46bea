/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.kafka;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where records go. Implementations are thread-safe. */
public interface RecordSink extends AutoCloseable {
    /**
     * Writes the records of one request. May block for a short, bounded time, so it is never called on an event loop.
     *
     * @return completes when ALL records are stored durably; fails with {@link SinkException} when one is not (the
     *     others may be stored then). It must always complete within a bounded time
     */
    CompletableFuture<Void> send(OtlpSignal signal, List<OutgoingRecord> records);

    /** Whether records can be written now, as far as can be seen; never fails, never blocks. */
    CompletableFuture<Boolean> reachable();

    /** Writes what was sent and not yet stored, for at most {@code timeout}, then frees everything. */
    void close(Duration timeout);

    @Override
    default void close() {
        close(Duration.ZERO);
    }
}
