/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.score.ScoreRow;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes what the anomaly model said of nodes to {@code scores}: upserts by minute and node. Flushes, partitions, retries,
 * failures and texts are treated as by {@link EdgeRowSink}. The stream is to be keyed by node, and the migrations are to be
 * run before the job starts.
 */
public final class ScoreSink implements Sink<ScoreRow> {
    private static final long serialVersionUID = 1L;

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With {@link SinkOptions#DEFAULT}. */
    public ScoreSink(DatabaseConfig database) {
        this(database, SinkOptions.DEFAULT);
    }

    public ScoreSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<ScoreRow> createWriter(WriterInitContext context) {
        return new UpsertSinkWriter<>(
                new ScoreUpserts(),
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()));
    }
}
