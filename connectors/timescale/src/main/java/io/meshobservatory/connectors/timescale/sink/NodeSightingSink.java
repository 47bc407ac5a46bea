/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.window.NodeSighting;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Merges sightings of nodes into {@code services}.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Every sighting that came before a completed checkpoint is committed. The earliest first and the latest last time
 *       win, so that neither order nor repetition changes the result.
 *   <li>Flushes, retries and failures are those of {@link EdgeRowSink}.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Run the migrations before the job starts.
 *   <li>Key the stream by node before the sink, so that writers do not wait for each other's rows. Sightings of one node
 *       in two writers are slow, not wrong.
 * </ul>
 */
public final class NodeSightingSink implements Sink<NodeSighting> {
    private static final long serialVersionUID = 1L;

    private final DatabaseConfig database;
    private final SinkOptions options;

    /** With {@link SinkOptions#DEFAULT}. */
    public NodeSightingSink(DatabaseConfig database) {
        this(database, SinkOptions.DEFAULT);
    }

    public NodeSightingSink(DatabaseConfig database, SinkOptions options) {
        this.database = requireNonNull(database, "database");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<NodeSighting> createWriter(WriterInitContext context) {
        return new UpsertSinkWriter<>(
                new NodeSightingUpserts(),
                options,
                Connections.to(database),
                context.getProcessingTimeService(),
                new SinkMetrics(context.metricGroup()));
    }
}
