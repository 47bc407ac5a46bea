/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.score.ModelRow;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes models to {@code models}: upserts by cluster and version. Flushes, retries and failures are treated as by
 * {@link EdgeRowSink}. The stream is to be keyed by cluster, and the migrations are to be run before the job starts.
 */
public final class ModelSink implements Sink<ModelRow> {
    private static final long serialVersionUID = 1L;

    /** A model is about a megabyte: few of them wait together. */
    private static final SinkOptions FEW = new SinkOptions(
            8, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With batches of 8, and else as {@link SinkOptions#DEFAULT}. */
    public ModelSink(DatabaseConfig database) {
        this(database, FEW);
    }

    public ModelSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<ModelRow> createWriter(WriterInitContext context) {
        return new UpsertSinkWriter<>(
                new ModelUpserts(),
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()));
    }
}
