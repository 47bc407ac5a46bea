/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.window.EdgeRow;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Redis is a live view: the job and the API go on without it, and with it again when it is back. */
class RedisAwayIT {
    private final RecordingMetrics metrics = new RecordingMetrics();

    @Test
    void redisStopsAndStartsAgain() throws Exception {
        try (TestRedis redis = TestRedis.start();
                LiveEdgeWriter writer =
                        new LiveEdgeWriter(redis.config(), LiveEdgeOptions.DEFAULT, new WriteMetrics(metrics, "rows"));
                LiveEdges reader = new LiveEdges(redis.config())) {
            Queue<EdgeRow> seen = new ConcurrentLinkedQueue<>();
            reader.subscribe(seen::add);
            write(writer, Rows.row(1, 0, 5));
            assertThat(reader.latest()).hasSize(1);
            assertThat(reader.isReachable()).isTrue();

            redis.stopServer();
            Eventually.isTrue("noticed", () -> !reader.isReachable());
            long before = metrics.failures();
            long startedNanos = System.nanoTime();
            for (int i = 0; i < 5_000; i++) {
                writer.write(Rows.row(i, 1, 5), null);
            }
            writer.flush(false);
            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
                    .as("5,000 rows for nobody")
                    .isLessThan(Duration.ofSeconds(3));
            Eventually.isTrue("each is accounted for", () -> metrics.failures() - before == 5_000);
            assertThatThrownBy(reader::latest).isInstanceOf(LiveGraphUnavailableException.class);

            redis.startServer();
            seen.clear();
            EdgeRow row = Rows.row(7, 2, 9);
            Eventually.isTrue("shown and published again", () -> {
                write(writer, row);
                return reader.isReachable() && reader.latest().equals(java.util.List.of(row)) && seen.contains(row);
            });
        }
    }

    /** Everything is started at once, Redis last. */
    @Test
    void redisComesLater() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            redis.stopServer();
            try (LiveEdgeWriter writer = new LiveEdgeWriter(
                            redis.config(), LiveEdgeOptions.DEFAULT, new WriteMetrics(metrics, "rows"));
                    LiveEdges reader = new LiveEdges(redis.config())) {
                Queue<EdgeRow> seen = new ConcurrentLinkedQueue<>();
                reader.subscribe(seen::add);
                write(writer, Rows.row(1, 0, 5));
                assertThat(metrics.count("notConnected")).isEqualTo(1);
                assertThat(reader.isReachable()).isFalse();

                redis.startServer();
                EdgeRow row = Rows.row(1, 1, 6);
                Eventually.isTrue("shown and published", () -> {
                    write(writer, row);
                    return reader.isReachable() && reader.latest().size() == 1 && seen.contains(row);
                });
            }
        }
    }

    private static void write(LiveEdgeWriter writer, EdgeRow row) {
        try {
            writer.write(row, null);
            writer.flush(true);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
