/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.window.EdgeRow;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes rows of edges to {@code edges_10s}, {@code edges_1m} and {@code edges_1h}.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Every row that came before a completed checkpoint is committed. After a failure Flink replays from the last
 *       checkpoint and the same rows are written again: rows are replaced as a whole by their key (window width, window
 *       start, edge), so that the tables end the same.
 *   <li>Rows that were inserted after the checkpoint are taken back when a writer is restored, or before it writes its
 *       first row if event time had not begun at the checkpoint, since the replay may not come to them: records and
 *       watermarks meet in another order, and a row that later spans would have taken back is perhaps never given out. So until the replay has caught up, a reader may miss the rows of the last moments, and see
 *       rows newer than the checkpoint and then their earlier versions again. Rows that stay have what the job gives out
 *       for them last; it must give out again, after a restore, what it gave out before the checkpoint and may have
 *       changed since.
 *   <li>Of several rows of one key the last one stays. A row that says nothing ({@link EdgeRow#isRemoval}) removes
 *       the stored row.
 *   <li>A row is readable within {@link SinkOptions#flushInterval} plus the time of a flush; within the time of a flush after
 *       the next watermark, if no other row was written for that reason so short a time before.
 *   <li>Each flush is one transaction, sorted by table and key: a reader sees all of it or nothing, and writers do not
 *       deadlock.
 *   <li>Rows of a time for which there is no partition make it. What is older than the retention is dropped by the
 *       maintenance, not here.
 *   <li>Failures that may pass (connection lost, server restarting, deadlock, no space) are tried again with growing
 *       waits, and nothing is lost or skipped; the task waits meanwhile. After {@link SinkOptions#giveUpAfter}, or at once
 *       for failures that do not pass, the writer throws and Flink restarts the job.
 *   <li>No text stops the job: characters that PostgreSQL cannot store are replaced by U+FFFD.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Run the migrations before the job starts.
 *   <li>Key the stream by edge before the sink (or leave it keyed), so that all rows of one key come to one writer in
 *       their order. With rows of one key in two writers, the one that commits last would win.
 * </ul>
 */
public final class EdgeRowSink implements Sink<EdgeRow>, SupportsWriterState<EdgeRow, WriterMark> {
    private static final long serialVersionUID = 1L;

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With {@link SinkOptions#DEFAULT}. */
    public EdgeRowSink(DatabaseConfig database) {
        this(database, SinkOptions.DEFAULT);
    }

    public EdgeRowSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public StatefulSinkWriter<EdgeRow, WriterMark> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<EdgeRow, WriterMark> restoreWriter(
            WriterInitContext context, Collection<WriterMark> recovered) throws IOException {
        return EdgeRowWriter.open(
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()),
                context.getRestoredCheckpointId(),
                recovered);
    }

    @Override
    public SimpleVersionedSerializer<WriterMark> getWriterStateSerializer() {
        return WriterMark.SERIALIZER;
    }
}
