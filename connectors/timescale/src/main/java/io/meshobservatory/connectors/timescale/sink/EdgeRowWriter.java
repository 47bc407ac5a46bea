/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.core.window.EdgeRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
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

    private final SinkOptions options;
    private final JdbcConnectionProvider connections;
    private final SinkMetrics metrics;
    private final List<UUID> ids;

    /** Those of {@link #ids} whose writers had not written anything at the checkpoint, until a row tells where to look. */
    private final Set<UUID> timeless = new LinkedHashSet<>();

    private final RowOrigin origin;
    private final UpsertSinkWriter<EdgeKey, EdgeRow> rows;
    private long watermarkMillis = Long.MIN_VALUE;

    /**
     * Begins, or goes on after a restore; then the rows that a failed attempt left are taken back first: at once, or if at
     * the checkpoint event time had not begun yet, before the first row is written.
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
        List<WriterMark> timed =
                marks.stream().filter(mark -> !mark.isTimeless()).toList();
        if (restored.isPresent() && !timed.isEmpty()) {
            try {
                writer.takeBack(new UnconfirmedRows(timed, restored.getAsLong()));
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
        this.options = options;
        this.connections = connections;
        this.metrics = metrics;
        ids = new ArrayList<>();
        for (WriterMark mark : marks) {
            ids.add(mark.writer());
            if (mark.isTimeless()) {
                timeless.add(mark.writer());
            }
            watermarkMillis = Math.max(watermarkMillis, mark.watermarkMillis());
        }
        if (ids.isEmpty()) {
            ids.add(UUID.randomUUID());
        }
        origin = new RowOrigin(ids.get(0), restored);
        rows = new UpsertSinkWriter<>(new EdgeRowUpserts(origin), options, connections, timers, metrics);
    }

    private void takeBack(UnconfirmedRows unconfirmed) throws IOException, InterruptedException {
        try (RetryingTransactions transactions = new RetryingTransactions(connections, options, metrics)) {
            long removed = transactions.run(unconfirmed);
            metrics.add(SinkMetrics.Count.ROWS_TAKEN_BACK, removed);
            LOG.info("Took back {} rows of edges that were inserted after the checkpoint", removed);
        }
    }

    /**
     * A row is given out by the passing of event time, so the first one tells where a failed attempt began too. Whatever that
     * wrote, it wrote after the checkpoint.
     */
    @Override
    public void write(EdgeRow row, Context context) throws IOException, InterruptedException {
        if (!timeless.isEmpty()) {
            List<WriterMark> marks = timeless.stream()
                    .map(id -> new WriterMark(id, row.windowStartMillis()))
                    .toList();
            takeBack(new UnconfirmedRows(marks, RowOrigin.BEFORE_THE_FIRST_CHECKPOINT));
            timeless.clear();
        }
        watermarkMillis = Math.max(watermarkMillis, row.windowStartMillis());
        rows.write(row, context);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        rows.writeWatermark(watermark);
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
        return ids.stream()
                .map(id -> timeless.contains(id)
                        ? new WriterMark(id, Long.MIN_VALUE)
                        : new WriterMark(id, watermarkMillis))
                .toList();
    }

    @Override
    public void close() {
        rows.close();
    }
}
