/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestCall;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of a range is read exactly once, whichever tables it is read from and however far they are written. */
class EdgeStoreIT {
    private static final long START = Instant.parse("2026-11-20T22:00:00Z").toEpochMilli();
    private static final List<Edge> EDGES = List.of(
            ShopMesh.edge(ShopMesh.FRONTEND, ShopMesh.CART, "grpc"),
            new Edge(ShopMesh.FRONTEND, "v3", ShopMesh.CART, "v1", "grpc"),
            ShopMesh.edge(ShopMesh.CART, ShopMesh.REDIS, "redis"),
            ShopMesh.edge(ShopMesh.PAYMENT, ShopMesh.STRIPE, "http"));
    private static final EdgeFilter ALL = EdgeFilter.touching(null, null);

    private final TestDatabase tables = TestDatabase.empty();
    private Database database;
    private EdgeStore store;

    @BeforeEach
    void open() {
        database = Database.open(
                DatabaseLocation.parse(tables.url(), null, null), 2, Duration.ofSeconds(10), new SimpleMeterRegistry());
        store = new EdgeStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The seeds place calls, the progress of the job, and the ranges anew each time, across hours and a day's end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sumsAndSeriesEqualACountOfTheCalls(long seed) {
        Random random = new Random(seed);
        List<TestCall> calls = sparseCalls(random, 3_000, Duration.ofHours(4));
        long watermark = START
                + random.nextLong(
                        Duration.ofMinutes(30).toMillis(), Duration.ofHours(4).toMillis());
        tables.write(TestRows.writtenAt(watermark, calls));

        for (int attempt = 0; attempt < 40; attempt++) {
            TimeRange range = range(random);
            Predicate<TestCall> written = call -> call.endMillis() >= range.fromMillis()
                    && call.endMillis() < range.toMillis()
                    && WindowSize.TEN_SECONDS.endMillis(call.endMillis()) <= watermark;
            List<TestCall> expected = calls.stream().filter(written).toList();

            Map<Edge, Long> sums = new TreeMap<>();
            store.readForSums(range, ALL, 100, row -> sums.merge(row.edge(), row.calls(), Long::sum));
            assertThat(sums)
                    .as("sums of %s, written until %s", range, watermark)
                    .isEqualTo(countsByEdge(expected));

            Map<Long, Long> series = new TreeMap<>();
            store.readForSeries(
                    range,
                    ALL,
                    row -> series.merge(
                            range.resolution().startMillis(row.windowStartMillis()), row.calls(), Long::sum));
            assertThat(series)
                    .as("series of %s, written until %s", range, watermark)
                    .isEqualTo(expected.stream()
                            .collect(Collectors.groupingBy(
                                    call -> range.resolution().startMillis(call.endMillis()),
                                    TreeMap::new,
                                    Collectors.counting())));
        }
    }

    /** The sinks write the three tables one after the other: between two of them, the sums must hold too. */
    @ParameterizedTest
    @ValueSource(strings = {"10s", "10s 1m", "10s 1h", "10s 1m 1h"})
    void sumsHoldWhileTheTablesAreWrittenOneAfterTheOther(String done) {
        List<TestCall> calls = sparseCalls(new Random(5), 2_000, Duration.ofHours(2));
        long before = START + Duration.ofMinutes(75).toMillis() - 1;
        long after = before + 1;
        List<EdgeRow> rows = new ArrayList<>();
        for (WindowSize size : WindowSize.values()) {
            boolean isDone = done.contains(
                    switch (size) {
                        case TEN_SECONDS -> "10s";
                        case ONE_MINUTE -> "1m";
                        case ONE_HOUR -> "1h";
                    });
            TestRows.writtenAt(isDone ? after : before, calls).stream()
                    .filter(row -> row.windowSize() == size)
                    .forEach(rows::add);
        }
        tables.write(rows);
        Map<Edge, Long> expected = countsByEdge(calls.stream()
                .filter(call -> WindowSize.TEN_SECONDS.endMillis(call.endMillis()) <= after)
                .toList());

        for (WindowSize resolution : WindowSize.values()) {
            TimeRange range = TimeRange.aligned(
                    Instant.ofEpochMilli(START), Instant.ofEpochMilli(START).plus(Duration.ofHours(2)), resolution);
            Map<Edge, Long> sums = new TreeMap<>();
            store.readForSums(range, ALL, 100, row -> sums.merge(row.edge(), row.calls(), Long::sum));
            assertThat(sums).as("%s with %s written", resolution, done).isEqualTo(expected);
        }
    }

    /**
     * In ten seconds nothing but traces may tell of a version, and in the minute the only version that metrics name takes
     * its calls: they must not be read under both.
     */
    @ParameterizedTest
    @ValueSource(strings = {"1m", "1h"})
    void versionsThatDifferBetweenTheWidthsAreNotCountedTwice(String resolution) {
        List<TestCall> told = new ArrayList<>();
        List<TestCall> untold = new ArrayList<>();
        Edge edge = ShopMesh.edge(ShopMesh.FRONTEND, ShopMesh.CART, "grpc");
        Edge unknown = new Edge(ShopMesh.FRONTEND, "v2", ShopMesh.CART, "unknown", "grpc");
        for (int i = 0; i < 5; i++) {
            told.add(TestCall.ok(edge, START + i * 10_000, 1));
            untold.add(TestCall.ok(unknown, START + i * 10_000, 1));
        }
        tables.write(TestRows.rows(WindowSize.TEN_SECONDS, untold));
        tables.write(TestRows.rows(WindowSize.ONE_MINUTE, resolution.equals("1m") ? told : untold));
        tables.write(TestRows.rows(WindowSize.ONE_HOUR, told));
        TimeRange range = TimeRange.aligned(
                Instant.ofEpochMilli(START),
                Instant.ofEpochMilli(START).plus(Duration.ofHours(1)),
                resolution.equals("1m") ? WindowSize.ONE_MINUTE : WindowSize.ONE_HOUR);

        Map<Edge, Long> sums = new TreeMap<>();
        store.readForSums(range, ALL, 100, row -> sums.merge(row.edge(), row.calls(), Long::sum));

        assertThat(sums).isEqualTo(Map.of(edge, 5L));
    }

    @Test
    void theBusiestPairsAreReadWhereThereAreTooMany() {
        List<TestCall> calls = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            calls.add(TestCall.ok(EDGES.get(i % 2), START + i, 1)); // two versions of one pair: 9 calls together
        }
        for (int i = 0; i < 8; i++) {
            calls.add(TestCall.ok(EDGES.get(2), START + i, 1));
        }
        for (int i = 0; i < 7; i++) {
            calls.add(TestCall.ok(EDGES.get(3), START + i, 1));
        }
        tables.write(TestRows.rows(WindowSize.TEN_SECONDS, calls));
        TimeRange range = TimeRange.aligned(
                Instant.ofEpochMilli(START), Instant.ofEpochMilli(START + 60_000), WindowSize.TEN_SECONDS);

        Map<Edge, Long> sums = new TreeMap<>();
        EdgeStore.Extent extent =
                store.readForSums(range, ALL, 2, row -> sums.merge(row.edge(), row.calls(), Long::sum));

        assertThat(extent.pairs()).isEqualTo(3);
        assertThat(sums).isEqualTo(new TreeMap<>(Map.of(EDGES.get(0), 5L, EDGES.get(1), 4L, EDGES.get(2), 8L)));
    }

    /** Raw TCP has no calls; in a graph of many edges it must not be the first to go. */
    @Test
    void connectionsCountAmongTheBusiest() {
        List<TestCall> calls = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            calls.add(TestCall.ok(EDGES.get(i < 8 ? 0 : 2), START + i, 1));
        }
        tables.write(TestRows.rows(WindowSize.TEN_SECONDS, calls));
        tables.execute("update edges_10s set calls = 0, connections_opened = 20 where destination = '"
                + EDGES.get(2).destination().name() + "'");
        TimeRange range = TimeRange.aligned(
                Instant.ofEpochMilli(START), Instant.ofEpochMilli(START + 60_000), WindowSize.TEN_SECONDS);

        Map<Edge, Long> connections = new TreeMap<>();
        store.readForSums(
                range,
                ALL,
                1,
                row -> connections.merge(row.edge(), row.traffic().connectionsOpened(), Long::sum));

        assertThat(connections).isEqualTo(Map.of(EDGES.get(2), 20L));
    }

    @Test
    void deletedFineWindowsAreNoticedAndReplayedOnesFound() {
        List<TestCall> calls = sparseCalls(new Random(6), 1_000, Duration.ofHours(1));
        tables.write(TestRows.writtenAt(START + Duration.ofHours(1).toMillis(), calls));
        long from = START + Duration.ofMinutes(10).toMillis();
        long to = from + Duration.ofMinutes(10).toMillis();
        assertThat(store.isComplete(WindowSize.TEN_SECONDS, from, to)).isTrue();
        assertThat(store.isComplete(WindowSize.ONE_MINUTE, from, to)).isTrue();

        tables.execute("delete from edges_10s where window_start < timestamptz '2026-11-20 22:15:00Z'");

        assertThat(store.isComplete(WindowSize.TEN_SECONDS, from, to)).isFalse();
        assertThat(store.isComplete(WindowSize.ONE_MINUTE, from, to)).isTrue();
    }

    private static TimeRange range(Random random) {
        WindowSize resolution = WindowSize.values()[random.nextInt(3)];
        long from = START + random.nextLong(Duration.ofHours(4).toMillis());
        long length = switch (resolution) {
            case TEN_SECONDS -> random.nextLong(1, Duration.ofMinutes(150).toMillis());
            case ONE_MINUTE, ONE_HOUR -> random.nextLong(1, Duration.ofHours(5).toMillis());
        };
        return TimeRange.aligned(Instant.ofEpochMilli(from), Instant.ofEpochMilli(from + length), resolution);
    }

    private static Map<Edge, Long> countsByEdge(List<TestCall> calls) {
        return calls.stream().collect(Collectors.groupingBy(TestCall::edge, TreeMap::new, Collectors.counting()));
    }

    /** Few enough that some windows of an edge are empty, which is where gaps and double counts show. */
    private static List<TestCall> sparseCalls(Random random, int count, Duration span) {
        List<TestCall> calls = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            calls.add(TestCall.ok(
                    EDGES.get(random.nextInt(EDGES.size())),
                    START + random.nextLong(span.toMillis()),
                    1 + random.nextDouble() * 100));
        }
        return calls;
    }
}
