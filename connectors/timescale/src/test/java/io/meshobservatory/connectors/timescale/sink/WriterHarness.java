/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.core.window.EdgeRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** A writer without state as Flink would run it, with a clock and metrics of its own. */
public final class WriterHarness implements AutoCloseable {
    static final UUID ID = UUID.fromString("00000000-0000-0001-0000-000000000002");

    static final SinkOptions QUICK = new SinkOptions(
            5_000, Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofSeconds(20));

    private static final SinkWriter.Context NO_CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return null;
        }
    };

    private final ManualTimers timers = new ManualTimers();
    private final RecordingMetrics metrics = new RecordingMetrics();
    private final UpsertSinkWriter<EdgeKey, EdgeRow> writer;

    private WriterHarness(DatabaseConfig database, SinkOptions options, Upserts<EdgeKey, EdgeRow> upserts) {
        writer = new UpsertSinkWriter<>(upserts, options, Connections.to(database), timers, new SinkMetrics(metrics));
    }

    public static WriterHarness of(DatabaseConfig database) {
        return new WriterHarness(database, QUICK, upserts());
    }

    static WriterHarness of(DatabaseConfig database, SinkOptions options) {
        return new WriterHarness(database, options, upserts());
    }

    static WriterHarness of(DatabaseConfig database, Upserts<EdgeKey, EdgeRow> upserts) {
        return new WriterHarness(database, QUICK, upserts);
    }

    static EdgeRowUpserts upserts() {
        return new EdgeRowUpserts(new RowOrigin(ID, OptionalLong.empty()));
    }

    public void write(EdgeRow row) throws IOException, InterruptedException {
        writer.write(row, NO_CONTEXT);
    }

    void writeAll(List<EdgeRow> rows) throws IOException, InterruptedException {
        for (EdgeRow row : rows) {
            write(row);
        }
    }

    void watermark(long timeMillis) throws IOException, InterruptedException {
        writer.writeWatermark(new Watermark(timeMillis));
    }

    public void flush() throws IOException, InterruptedException {
        writer.flush(false);
    }

    ManualTimers timers() {
        return timers;
    }

    long count(String metric) {
        return metrics.count(metric);
    }

    @Override
    public void close() {
        writer.close();
    }
}
