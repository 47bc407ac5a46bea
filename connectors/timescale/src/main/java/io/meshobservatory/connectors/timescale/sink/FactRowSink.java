/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.fact.FactRow;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes facts to {@code facts}.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Every row that came before a completed checkpoint is committed. Of several rows of one key (window start, node,
 *       peer, kind, detail) the last one stays, so that a replay ends with the same table.
 *   <li>Flushes, partitions, retries, failures and texts are treated as by {@link EdgeRowSink}.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Run the migrations before the job starts.
 *   <li>Key the stream by node before the sink, so that all rows of one key come to one writer in their order.
 * </ul>
 */
public final class FactRowSink implements Sink<FactRow> {
    private static final long serialVersionUID = 1L;

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With {@link SinkOptions#DEFAULT}. */
    public FactRowSink(DatabaseConfig database) {
        this(database, SinkOptions.DEFAULT);
    }

    public FactRowSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<FactRow> createWriter(WriterInitContext context) {
        return new UpsertSinkWriter<>(
                new FactRowUpserts(),
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()));
    }
}
