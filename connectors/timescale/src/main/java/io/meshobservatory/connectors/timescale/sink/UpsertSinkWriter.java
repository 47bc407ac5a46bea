/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;

/**
 * Buffers rows by key and writes them sorted, in one transaction: when there are enough, when event time has moved on, though
 * not too often, when the oldest row has waited long enough, and at each checkpoint. Keeps no state: a checkpoint completes only after everything before it is committed.
 * Used from the task's thread only; while it writes, the task waits.
 */
final class UpsertSinkWriter<K extends Comparable<K>, T> implements SinkWriter<T> {
    private final Upserts<K, T> upserts;
    private final SinkOptions options;
    private final RetryingTransactions transactions;
    private final ProcessingTimeService timers;
    private final SinkMetrics metrics;
    private final Map<K, T> buffer = new HashMap<>();
    private boolean timerPending;
    private long flushedByWatermarkMillis;

    UpsertSinkWriter(
            Upserts<K, T> upserts,
            SinkOptions options,
            JdbcConnectionProvider connections,
            ProcessingTimeService timers,
            SinkMetrics metrics) {
        this.upserts = upserts;
        this.options = options;
        this.transactions = new RetryingTransactions(connections, options, metrics);
        this.timers = timers;
        this.metrics = metrics;
        this.flushedByWatermarkMillis = timers.getCurrentProcessingTime();
    }

    @Override
    public void write(T row, Context context) throws IOException, InterruptedException {
        K key = upserts.key(row);
        T earlier = buffer.get(key);
        if (earlier != null) {
            metrics.add(SinkMetrics.Count.ROWS_SUPERSEDED, 1);
        }
        buffer.put(key, earlier == null ? row : upserts.merge(earlier, row));
        if (buffer.size() >= options.batchSize()) {
            flushBuffer();
        } else if (!timerPending) {
            long due =
                    timers.getCurrentProcessingTime() + options.flushInterval().toMillis();
            Future<?> unused = timers.registerTimer(due, time -> {
                timerPending = false;
                flushBuffer();
            });
            timerPending = true;
        }
    }

    /** Rows are given out when their windows close, all of them before the watermark: so nobody need wait for more. */
    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        long now = timers.getCurrentProcessingTime();
        if (!buffer.isEmpty()
                && now - flushedByWatermarkMillis >= options.flushInterval().toMillis()) {
            flushedByWatermarkMillis = now;
            flushBuffer();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        flushBuffer();
    }

    /** What is in the buffer is not written: Flink closes a writer either after a flush or after a failure. */
    @Override
    public void close() {
        transactions.close();
    }

    private void flushBuffer() throws IOException, InterruptedException {
        if (buffer.isEmpty()) {
            return;
        }
        long startedNanos = System.nanoTime();
        List<Map.Entry<K, T>> sorted = new ArrayList<>(buffer.entrySet());
        sorted.sort(Map.Entry.comparingByKey());
        Upserts.Counts counts = transactions.run(new Flush(sorted));
        buffer.clear();
        metrics.add(SinkMetrics.Count.ROWS_WRITTEN, counts.written());
        metrics.add(SinkMetrics.Count.ROWS_REMOVED, counts.removed());
        metrics.flushed((System.nanoTime() - startedNanos) / 1_000_000);
    }

    private final class Flush implements RetryingTransactions.Work<Upserts.Counts> {
        private final List<Map.Entry<K, T>> sorted;

        private Flush(List<Map.Entry<K, T>> sorted) {
            this.sorted = sorted;
        }

        @Override
        public void prepare(Connection connection, Storage storage) throws SQLException {
            upserts.prepare(connection, storage);
        }

        @Override
        public Upserts.Counts run(Connection connection) throws SQLException {
            return upserts.write(connection, sorted);
        }

        @Override
        public int makePartitions(Connection connection) throws SQLException {
            return upserts.makePartitions(connection, sorted);
        }
    }
}
