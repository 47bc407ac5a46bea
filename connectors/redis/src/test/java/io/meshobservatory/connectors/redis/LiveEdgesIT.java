/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sink writes and what the reader sees, on a real server. */
class LiveEdgesIT {
    private static final LiveEdgeOptions QUICK =
            new LiveEdgeOptions(Duration.ofMinutes(1), 100, Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static TestRedis redis;
    private static RedisCommands<String, String> commands;

    private final RecordingMetrics metrics = new RecordingMetrics();
    private LiveEdgeWriter writer;
    private LiveEdges reader;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
        commands = redis.commands();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void open() {
        commands.flushall();
        writer = new LiveEdgeWriter(redis.config(), QUICK, new WriteMetrics(metrics, "rows"));
        reader = new LiveEdges(redis.config());
    }

    @AfterEach
    void close() {
        writer.close();
        reader.close();
    }

    @Test
    void showsTheLatestWindowOfEachEdgeNewestFirst() throws Exception {
        write(Rows.row(1, 0, 5), Rows.row(2, 0, 6), Rows.row(1, 1, 7));

        assertThat(reader.latest()).containsExactly(Rows.row(1, 1, 7), Rows.row(2, 0, 6));
        assertThat(metrics.count("rowsWritten")).isEqualTo(3);
    }

    /** Others read the keys without this module. */
    @Test
    void keysAndValuesAreThoseOfTheContract() throws Exception {
        EdgeRow row = Rows.row(1, 0, 5);
        write(row);
        String key = "mesh:edge:" + EdgeIds.of(row.edge());

        assertThat(commands.get(key)).isEqualTo(new String(EdgeRowJson.write(row), StandardCharsets.UTF_8));
        assertThat(commands.pttl(key)).isBetween(50_000L, 60_000L);
        assertThat(commands.zscore("mesh:edges", EdgeIds.of(row.edge()))).isEqualTo(Rows.START + 10_000);
    }

    @Test
    void aLaterRowOfTheSameWindowReplacesIt() throws Exception {
        write(Rows.row(1, 3, 5), Rows.row(1, 3, 9));

        assertThat(reader.latest()).containsExactly(Rows.row(1, 3, 9));
    }

    /** Late spans change a window that is no longer the latest. */
    @Test
    void anOlderWindowIsPublishedButNeverReplacesANewerOne() throws Exception {
        BlockingQueue<EdgeRow> seen = subscribe();
        write(Rows.row(1, 5, 5), Rows.row(1, 4, 9));

        assertThat(reader.latest()).containsExactly(Rows.row(1, 5, 5));
        assertThat(take(seen, 2)).containsExactly(Rows.row(1, 5, 5), Rows.row(1, 4, 9));
        assertThat(metrics.count("rowsLate")).isEqualTo(1);
    }

    @Test
    void aRemovalTakesTheEdgeAwayIfItShowsThatWindow() throws Exception {
        BlockingQueue<EdgeRow> seen = subscribe();
        write(Rows.row(1, 5, 5), Rows.row(2, 5, 6), Rows.row(3, 5, 7));
        write(Rows.row(1, 5, 0), Rows.row(2, 4, 0), Rows.row(3, 6, 0), Rows.row(4, 5, 0));

        assertThat(reader.latest()).containsExactly(Rows.row(2, 5, 6), Rows.row(3, 5, 7));
        assertThat(commands.zcard("mesh:edges")).isEqualTo(2);
        assertThat(take(seen, 7).subList(3, 7)).allMatch(EdgeRow::isRemoval);
    }

    /** An edge of raw TCP has no calls, and is there all the same. */
    @Test
    void aRowWithoutCallsIsShownAsLongAsItSaysAnything() throws Exception {
        write(Rows.connections(1, 5, 3));

        assertThat(reader.latest()).containsExactly(Rows.connections(1, 5, 3));
    }

    @Test
    void rowsOfOtherWindowsAreCountedAndPassedOver() throws Exception {
        write(Rows.row(WindowSize.ONE_MINUTE, 1, Rows.START, 5), Rows.row(WindowSize.ONE_HOUR, 1, Rows.START, 5));

        assertThat(reader.latest()).isEmpty();
        assertThat(metrics.count("rowsOfOtherWindows")).isEqualTo(2);
    }

    /** By real time, whatever the time of the window; and the index does not keep what is gone. */
    @Test
    void edgesExpireAndLeaveTheIndex() throws Exception {
        LiveEdgeOptions brief =
                new LiveEdgeOptions(Duration.ofMillis(200), 100, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (LiveEdgeWriter expiring =
                new LiveEdgeWriter(redis.config(), brief, new WriteMetrics(new RecordingMetrics(), "rows"))) {
            for (int edge = 0; edge < 300; edge++) {
                expiring.write(Rows.row(edge, 0, 1), null);
            }
            expiring.flush(true);
            assertThat(commands.zcard("mesh:edges")).isEqualTo(300);
        }
        Eventually.isTrue("edges expired", () -> reader.latest().isEmpty());

        Eventually.isTrue("index trimmed", () -> {
            writeUnchecked(Rows.row(1_000, 1, 1));
            return commands.zcard("mesh:edges") == 1;
        });
        assertThat(reader.latest()).containsExactly(Rows.row(1_000, 1, 1));
    }

    @Test
    void manyRowsFlowThroughFewPlaces() throws Exception {
        EdgeRow[] rows = IntStream.range(0, 5_000)
                .mapToObj(i -> Rows.row(i % 1_300, i / 1_300, 1 + i))
                .toArray(EdgeRow[]::new);
        write(rows);

        assertThat(reader.latest()).hasSize(1_300);
        assertThat(metrics.count("rowsWritten")).isEqualTo(5_000);
        assertThat(metrics.failures()).isZero();
    }

    @Test
    void eachSubscriberGetsEveryRowUntilItCloses() throws Exception {
        BlockingQueue<EdgeRow> one = new LinkedBlockingQueue<>();
        LiveEdges.Subscription failing = reader.subscribe(row -> {
            throw new IllegalStateException("a consumer that fails, to see that the others go on");
        });
        LiveEdges.Subscription first = reader.subscribe(one::add);
        BlockingQueue<EdgeRow> two = subscribe();
        write(Rows.row(1, 0, 5));
        assertThat(take(one, 1)).isEqualTo(take(two, 1));

        assertThat(reader.consumerFailureCount()).isEqualTo(1);

        first.close();
        failing.close();
        write(Rows.row(1, 1, 6));
        assertThat(take(two, 1)).containsExactly(Rows.row(1, 1, 6));
        assertThat(one).isEmpty();
    }

    /** Something else writes under our names. */
    @Test
    void whatCannotBeReadIsCountedAndPassedOver() throws Exception {
        BlockingQueue<EdgeRow> seen = subscribe();
        write(Rows.row(1, 0, 5));
        commands.zadd("mesh:edges", 1, "garbage");
        commands.set("mesh:edge:garbage", "{}");
        commands.publish("mesh:edges", "not JSON");

        assertThat(reader.latest()).containsExactly(Rows.row(1, 0, 5));
        Eventually.isTrue("both counted", () -> reader.unreadableCount() == 2);
        assertThat(take(seen, 1)).containsExactly(Rows.row(1, 0, 5));
    }

    /** A server that was restarted has forgotten the scripts. */
    @Test
    void aForgottenScriptIsSentAgain() throws Exception {
        write(Rows.row(1, 0, 5));
        commands.scriptFlush();
        write(Rows.row(1, 1, 6));

        assertThat(reader.latest()).containsExactly(Rows.row(1, 1, 6));
        assertThat(metrics.failures()).isZero();
    }

    @Test
    void anErrorOfRedisIsCountedAsRefused() throws Exception {
        commands.set("mesh:edges", "not a sorted set");
        write(Rows.row(1, 0, 5));

        assertThat(metrics.count("refused")).isEqualTo(1);
    }

    /** A Redis that hangs costs one wait for a place and one for a checkpoint, not one for each row. */
    @Test
    void aSlowRedisHoldsTheJobUpOnlyBriefly() throws Exception {
        LiveEdgeOptions impatient =
                new LiveEdgeOptions(Duration.ofMinutes(1), 10, Duration.ofMillis(100), Duration.ofMillis(500));
        RecordingMetrics counted = new RecordingMetrics();
        try (LiveEdgeWriter slow = new LiveEdgeWriter(redis.config(), impatient, new WriteMetrics(counted, "rows"))) {
            slow.write(Rows.row(1, 0, 5), null);
            slow.flush(true);
            commands.clientPause(3_000);
            long startedNanos = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                slow.write(Rows.row(i, 1, 5), null);
            }
            slow.flush(false);

            assertThat(Duration.ofNanos(System.nanoTime() - startedNanos)).isLessThan(Duration.ofMillis(1_500));
            assertThat(counted.count("tooManyInFlight")).isPositive();
            Eventually.isTrue(
                    "every row accounted for", () -> counted.failures() + counted.count("rowsWritten") == 201);
            assertThat(counted.count("timedOut")).isPositive();
            Eventually.isTrue("Redis answers again", () -> reader.isReachable());
        }
    }

    private void write(EdgeRow... rows) throws InterruptedException {
        for (EdgeRow row : rows) {
            writer.write(row, null);
        }
        writer.flush(true);
    }

    private void writeUnchecked(EdgeRow row) {
        try {
            write(row);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private BlockingQueue<EdgeRow> subscribe() throws InterruptedException {
        BlockingQueue<EdgeRow> seen = new LinkedBlockingQueue<>();
        reader.subscribe(seen::add);
        Eventually.isTrue(
                "subscribed", () -> commands.pubsubNumsub("mesh:edges").get("mesh:edges") > 0);
        return seen;
    }

    private static List<EdgeRow> take(BlockingQueue<EdgeRow> queue, int count) throws InterruptedException {
        List<EdgeRow> rows = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            EdgeRow row = queue.poll(10, TimeUnit.SECONDS);
            assertThat(row).as("row %s of %s", i + 1, count).isNotNull();
            rows.add(row);
        }
        return rows;
    }
}
