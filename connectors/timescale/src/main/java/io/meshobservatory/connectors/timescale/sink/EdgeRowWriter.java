/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.core.window.EdgeRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of edges, and marks those that it inserts, so that after a failure it can take back what the failed attempt
 * inserted since the checkpoint. Its id stays the same for good; with the state of several writers it uses the id of
 * one and keeps the others. Used from the task's thread only.
 */
final class EdgeRowWriter implements StatefulSinkWriter<EdgeRow, WriterMark> {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeRowWriter.class);

    private final List<UUID> ids;
    private final RowOrigin origin;
    private final UpsertSinkWriter<EdgeKey, EdgeRow> rows;
    private long watermarkMillis = Long.MIN_VALUE;

    /**
     * Begins, or goes on after a restore; then the rows that a failed attempt left are taken back first.
     *
     * @param restored the checkpoint, empty at the first start
     * @param marks what the checkpoint kept of earlier writers; may be empty
     */
    static EdgeRowWriter open(
            SinkOptions options,
            JdbcConnectionProvider connections,
            ProcessingTimeService timers,
            SinkMetrics metrics,
            OptionalLong restored,
            Collection<WriterMark> marks)
            throws IOException {
        EdgeRowWriter writer = new EdgeRowWriter(options, connections, timers, metrics, restored, marks);
        if (restored.isPresent() && !marks.isEmpty()) {
            try {
                takeBack(options, connections, metrics, restored.getAsLong(), marks);
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while taking back unconfirmed rows", cancelled);
            }
        }
        return writer;
    }

    private EdgeRowWriter(
            SinkOptions options,
            JdbcConnectionProvider connections,
            ProcessingTimeService timers,
            SinkMetrics metrics,
            OptionalLong restored,
            Collection<WriterMark> marks) {
        ids = new ArrayList<>();
        for (WriterMark mark : marks) {
            ids.add(mark.writer());
            watermarkMillis = Math.max(watermarkMillis, mark.watermarkMillis());
        }
        if (ids.isEmpty()) {
            ids.add(UUID.randomUUID());
        }
        origin = new RowOrigin(ids.get(0), restored);
        rows = new UpsertSinkWriter<>(new EdgeRowUpserts(origin), options, connections, timers, metrics);
    }

    private static void takeBack(
            SinkOptions options,
            JdbcConnectionProvider connections,
            SinkMetrics metrics,
            long restored,
            Collection<WriterMark> marks)
            throws IOException, InterruptedException {
        try (RetryingTransactions transactions = new RetryingTransactions(connections, options, metrics)) {
            long removed = transactions.run(new UnconfirmedRows(marks, restored));
            metrics.add(SinkMetrics.Count.ROWS_TAKEN_BACK, removed);
            LOG.info("Took back {} rows of edges that were inserted after checkpoint {}", removed, restored);
        }
    }

    @Override
    public void write(EdgeRow row, Context context) throws IOException, InterruptedException {
        rows.write(row, context);
    }

    @Override
    public void writeWatermark(Watermark watermark) {
        // the end of a bounded input says nothing about the time of its rows
        if (watermark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
            watermarkMillis = Math.max(watermarkMillis, watermark.getTimestamp());
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        rows.flush(endOfInput);
    }

    /** Comes right after a flush. */
    @Override
    public List<WriterMark> snapshotState(long checkpointId) {
        origin.advance(checkpointId);
        return ids.stream().map(id -> new WriterMark(id, watermarkMillis)).toList();
    }

    @Override
    public void close() {
        rows.close();
    }
}
