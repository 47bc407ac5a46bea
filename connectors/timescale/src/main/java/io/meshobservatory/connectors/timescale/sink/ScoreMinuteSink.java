/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.score.ScoreMinute;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes how scores were spread to {@code score_minutes}: upserts by minute, cluster and model. Flushes, partitions, retries
 * and failures are treated as by {@link EdgeRowSink}. The stream is to be keyed by cluster, and the migrations are to be run
 * before the job starts.
 */
public final class ScoreMinuteSink implements Sink<ScoreMinute> {
    private static final long serialVersionUID = 1L;

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With {@link SinkOptions#DEFAULT}. */
    public ScoreMinuteSink(DatabaseConfig database) {
        this(database, SinkOptions.DEFAULT);
    }

    public ScoreMinuteSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<ScoreMinute> createWriter(WriterInitContext context) {
        return new UpsertSinkWriter<>(
                new ScoreMinuteUpserts(),
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()));
    }
}
