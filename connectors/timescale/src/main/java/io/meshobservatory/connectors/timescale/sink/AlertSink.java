/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.alert.Alert;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes alerts to {@code alerts}, which has the latest state of each, and to {@code alert_revisions}, which has all of them.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Every state that came before a completed checkpoint is committed, to both tables in one transaction. A state of a
 *       lower revision never replaces one of a higher, so that a replay ends with the same tables.
 *   <li>Flushes, retries, failures and texts are treated as by {@link EdgeRowSink}.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Run the migrations before the job starts.
 *   <li>Key the stream by the alert's id before the sink, so that writers do not wait for each other's rows.
 * </ul>
 */
public final class AlertSink implements Sink<Alert> {
    private static final long serialVersionUID = 1L;

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With {@link SinkOptions#DEFAULT}. */
    public AlertSink(DatabaseConfig database) {
        this(database, SinkOptions.DEFAULT);
    }

    public AlertSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<Alert> createWriter(WriterInitContext context) {
        return new UpsertSinkWriter<>(
                new AlertUpserts(),
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()));
    }
}
