/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeRowSinkIT {
    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.create();
        Migrations.migrate(database.config());
    }

    @Test
    void everyFieldArrivesInItsColumn() throws Exception {
        LatencySummary client = new LatencySummary(4, 5.5, 5, 9, 10.25, new byte[] {0, (byte) 0xff, '\\'});
        EdgeRow row = new EdgeRow(
                WindowSize.TEN_SECONDS,
                Rows.START,
                new Edge(
                        new Node("east", "shop", "cart", NodeKind.SERVICE),
                        "v1",
                        Node.external("api.example.com"),
                        "unknown",
                        "grpc"),
                new Traffic(
                        20,
                        new OutcomeCounts(1, 2, 3, 4, 5, 6, 7),
                        Map.of("UH", 2L, "D\"C", 1L),
                        Map.of("rbac ns[foo]-policy[bar]-rule[0]", 8L),
                        Map.of("GET /orders/{id}", 9L),
                        100,
                        200,
                        21,
                        22),
                new Security(17, 2, 1, "spiffe://a", "spiffe://b"),
                new Coverage(31, 11, 12, 3, 5, 4),
                new Basis(Signal.METRICS, Signal.LOGS, Signal.TRACES, Signal.NONE),
                client,
                null,
                Rows.START + 1,
                Rows.START + 9_999,
                "0af7",
                "1bf8");
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            writer.write(row);
            writer.flush();
        }

        assertThat(database.query("select row_to_json(e) from edges_10s e").get(0))
                .isEqualTo(
                        "{'window_start':'2026-11-21T12:00:00+00:00','source_cluster':'east','source_namespace':'shop',"
                                        .replace('\'', '"')
                                + ("'source':'cart','source_kind':'SERVICE','source_version':'v1','destination_cluster':'-',"
                                                + "'destination_namespace':'-','destination':'api.example.com',"
                                                + "'destination_kind':'EXTERNAL','destination_version':'unknown','protocol':'grpc',"
                                                + "'calls':20,'errors':10,'errors_http_5xx':1,'errors_grpc':2,"
                                                + "'errors_no_response':3,'errors_status':4,'rejected_http_4xx':5,"
                                                + "'rejected_grpc':6,'faults_injected':7,'response_flags':{'UH': 2, 'D\\'C': 1},"
                                                + "'request_bytes':100,'response_bytes':200,'client_calls':4,"
                                                + "'client_latency_mean_ms':5.5,'client_latency_p50_ms':5,"
                                                + "'client_latency_p95_ms':9,'client_latency_p99_ms':10.25,"
                                                + "'client_latency_sketch':'\\\\x00ff5c','server_calls':0,"
                                                + "'server_latency_mean_ms':null,'server_latency_p50_ms':null,"
                                                + "'server_latency_p95_ms':null,'server_latency_p99_ms':null,"
                                                + "'server_latency_sketch':null,'mtls':'mixed','mutual_tls_calls':17,"
                                                + "'source_principal':'spiffe://a','destination_principal':'spiffe://b',"
                                                + "'first_seen':'2026-11-21T12:00:00.001+00:00',"
                                                + "'last_seen':'2026-11-21T12:00:09.999+00:00','slowest_trace_id':'0af7',"
                                                + "'error_trace_id':'1bf8','denials':{'rbac ns[foo]-policy[bar]-rule[0]': 8},"
                                                + "'operations':{'GET /orders/{id}': 9},'connections_opened':21,"
                                                + "'connections_closed':22,'plain_text_calls':2,'unobserved_tls_calls':1,"
                                                + "'sampled_calls':31,'sampled_both_sides':11,'sampled_caller_only':12,"
                                                + "'sampled_callee_only':3,'sampled_caller_missing':5,'context_lost_calls':4,"
                                                + "'calls_basis':'METRICS','bytes_basis':'LOGS','latency_basis':'TRACES',"
                                                + "'security_basis':'NONE','writer':'" + WriterHarness.ID
                                                + "','created_after':-1}")
                                        .replace('\'', '"'));
    }

    /** Rows with and without latency, in one batch: an array may have null elements. */
    @Test
    void latencyIsNullWhereNothingWasMeasured() throws Exception {
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            writer.write(Rows.row(WindowSize.ONE_MINUTE, Rows.START, 1, 5));
            writer.write(Rows.row(WindowSize.ONE_MINUTE, Rows.START, Rows.edge(2), 5, null));
            writer.flush();
        }
        assertThat(database.query("select source, client_calls, coalesce(client_latency_p95_ms::text, 'null'),"
                        + " coalesce(length(client_latency_sketch)::text, 'null') from edges_1m order by 1"))
                .containsExactly("caller-1|5|9|3", "caller-2|0|null|null");
    }

    @Test
    void aLaterRowReplacesTheStoredOneAsAWhole() throws Exception {
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            writer.write(Rows.row(WindowSize.ONE_HOUR, Rows.START, 1, 5));
            writer.flush();
            writer.write(Rows.row(WindowSize.ONE_HOUR, Rows.START, Rows.edge(1), 7, null));
            writer.flush();
        }
        assertThat(database.query("select calls, client_calls, mutual_tls_calls,"
                        + " client_latency_p95_ms is null from edges where window_seconds = 3600"))
                .containsExactly("7|0|7|t");
    }

    @Test
    void ofRowsOfOneKeyInOneFlushTheLastIsWrittenAndTheOthersAreCounted() throws Exception {
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            for (int calls = 1; calls <= 9; calls++) {
                writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, calls));
                writer.write(Rows.row(WindowSize.ONE_MINUTE, Rows.START, 1, calls * 10));
            }
            writer.flush();
            assertThat(writer.count("rowsWritten")).isEqualTo(2);
            assertThat(writer.count("rowsSuperseded")).isEqualTo(16);
        }
        assertThat(database.query("select window_seconds, calls from edges order by 1"))
                .containsExactly("10|9", "60|90");
    }

    /** Late spans showed that the calls were not this edge's. */
    @Test
    void aRemovalTakesTheStoredRowAwayAndItMayComeBack() throws Exception {
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            for (int edge = 0; edge < 5; edge++) {
                writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, edge, 1));
            }
            writer.flush();
            writer.write(Rows.removal(WindowSize.TEN_SECONDS, Rows.START, 1));
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 2, 2));
            writer.write(Rows.removal(WindowSize.TEN_SECONDS, Rows.START, 3));
            writer.write(Rows.removal(WindowSize.TEN_SECONDS, Rows.START, 77));
            writer.flush();
            assertThat(database.query("select source, calls from edges_10s order by 1"))
                    .containsExactly("caller-0|1", "caller-2|2", "caller-4|1");
            assertThat(writer.count("rowsRemoved")).isEqualTo(3);

            writer.write(Rows.removal(WindowSize.TEN_SECONDS, Rows.START, 1));
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 6));
            writer.flush();
        }
        assertThat(database.query("select calls from edges_10s where source = 'caller-1'"))
                .containsExactly("6");
    }

    /** Raw TCP has connections and bytes and no calls; a version that only traces name has neither. Both are rows. */
    @Test
    void aRowWithoutCallsIsKeptAsLongAsItSaysAnything() throws Exception {
        Traffic tcp = new Traffic(0, OutcomeCounts.NONE, Map.of(), Map.of(), Map.of(), 70, 80, 3, 2);
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, Rows.edge(1), tcp, null));
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, Rows.edge(2), Traffic.NONE, null));
            writer.flush();
        }
        assertThat(database.query("select source, calls, connections_opened, connections_closed, sampled_calls"
                        + " from edges_10s order by 1"))
                .containsExactly("caller-1|0|3|2|3", "caller-2|0|0|0|3");
    }

    @Test
    void eachFlushIsSortedByTableAndKey() throws Exception {
        List<EdgeRow> rows = shuffledRows(500, new Random(7));
        List<List<EdgeKey>> flushes = new ArrayList<>();
        Upserts<EdgeKey, EdgeRow> recording = new ForwardingUpserts() {
            @Override
            public Counts write(Connection connection, List<Map.Entry<EdgeKey, EdgeRow>> sorted) throws SQLException {
                flushes.add(sorted.stream().map(Map.Entry::getKey).toList());
                return super.write(connection, sorted);
            }
        };
        try (WriterHarness writer = WriterHarness.of(database.config(), recording)) {
            writer.writeAll(rows);
            writer.flush();
        }

        List<EdgeKey> last = flushes.get(flushes.size() - 1);
        assertThat(last).hasSize(rows.size()).isSorted();
        assertThat(last.get(0).table()).isNotEqualTo(last.get(last.size() - 1).table());
        // the whole batch is in the tables once each partition exists
        assertThat(database.query("select count(*) from edges")).containsExactly(Integer.toString(rows.size()));
    }

    /** Unsorted, these deadlock. Disjoint keys are what Flink gives; common ones are a dead task and its successor. */
    @Test
    void writersInParallelDoNotDeadlock() throws Exception {
        int rounds = 15;
        List<EdgeRow> rows = shuffledRows(300, new Random(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int offset = w < 2 ? 0 : w * 1_000; // the first two share their keys
                Random random = new Random(w);
                writers.add(() -> {
                    try (WriterHarness writer = WriterHarness.of(database.config())) {
                        for (int round = 0; round < rounds; round++) {
                            List<EdgeRow> shuffled =
                                    new ArrayList<>(offset == 0 ? rows : shuffledRows(300, offset, random));
                            Collections.shuffle(shuffled, random);
                            writer.writeAll(shuffled);
                            writer.flush();
                        }
                        return writer.count("retries");
                    }
                });
            }
            for (Future<Long> retries : threads.invokeAll(writers)) {
                assertThat(retries.get()).as("deadlocks and other failures").isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.query("select count(*) from edges")).containsExactly(Integer.toString(3 * 900));
        assertThat(database.query("select deadlocks from pg_stat_database where datname = current_database()"))
                .containsExactly("0");
    }

    /** The connection is killed between writing and committing, when nothing is stored yet. */
    @Test
    void aConnectionLostInTheMiddleLosesNoRow() throws Exception {
        int[] kills = {3};
        Upserts<EdgeKey, EdgeRow> killing = new ForwardingUpserts() {
            @Override
            public Counts write(Connection connection, List<Map.Entry<EdgeKey, EdgeRow>> sorted) throws SQLException {
                Counts counts = super.write(connection, sorted);
                if (kills[0]-- > 0) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("select pg_terminate_backend(pg_backend_pid())");
                    }
                }
                return counts;
            }
        };
        try (WriterHarness writer = WriterHarness.of(database.config(), killing)) {
            writer.writeAll(shuffledRows(100, new Random(3)));
            writer.flush();
            assertThat(writer.count("retries")).isEqualTo(3);
            assertThat(writer.count("rowsWritten")).isEqualTo(300);
        }
        assertThat(database.query("select count(*) from edges")).containsExactly("300");
    }

    /** Somebody kills the sessions while rows flow. */
    @Test
    void connectionsKilledFromOutsideLoseNoRow() throws Exception {
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            for (int batch = 0; batch < 20; batch++) {
                if (batch % 4 == 1) {
                    assertThat(database.query("select pg_terminate_backend(pid) from pg_stat_activity where"
                                    + " application_name = 'mesh-observatory-sink' and datname = current_database()"))
                            .containsExactly("t");
                }
                for (int edge = 0; edge < 50; edge++) {
                    writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START + batch * 10_000L, edge, 1));
                }
                writer.flush();
            }
        }
        assertThat(database.query("select count(*), count(distinct window_start) from edges_10s"))
                .containsExactly("1000|20");
    }

    /** A replayed recording: windows of another year, on both sides of midnight, in all three tables. */
    @Test
    void missingPartitionsAreMadeAndNothingIsLost() throws Exception {
        long oldMidnight = 1_683_158_400_000L; // 2023-05-04T00:00:00Z
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            for (WindowSize size : WindowSize.values()) {
                for (int window = -3; window < 3; window++) {
                    writer.write(Rows.row(size, oldMidnight + window * size.millis(), window, 1));
                }
                writer.write(Rows.row(size, Rows.START, 9, 1));
            }
            writer.flush();
            assertThat(writer.count("partitionsMade")).isEqualTo(3 + 3 + 2);
            assertThat(writer.count("retries")).isZero();
        }
        assertThat(database.query("select window_seconds, count(*) from edges group by 1 order by 1"))
                .containsExactly("10|7", "60|7", "3600|7");
        assertThat(database.query(
                        "select partition_name from edge_partitions where edge_table = 'edges_10s' order by 1"))
                .containsExactly("edges_10s_p20230503", "edges_10s_p20230504", "edges_10s_p20261121");
    }

    @Test
    void writesWhenTheIntervalIsOverOrTheBatchIsFull() throws Exception {
        SinkOptions options = new SinkOptions(
                3, Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(5));
        try (WriterHarness writer = WriterHarness.of(database.config(), options)) {
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 1));
            writer.timers().advance(999);
            assertThat(writer.count("flushes")).isZero();
            writer.timers().advance(1);
            assertThat(database.query("select count(*) from edges_10s")).containsExactly("1");

            for (int edge = 2; edge <= 4; edge++) {
                writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, edge, 1));
            }
            assertThat(database.query("select count(*) from edges_10s")).containsExactly("4");
            assertThat(writer.timers().pending()).as("one timer at most").isEqualTo(1);
            writer.timers().advance(10_000);
            assertThat(writer.count("flushes"))
                    .as("nothing to write, no transaction")
                    .isEqualTo(2);
        }
    }

    /** The rows of a window come together, and the watermark behind them: nobody should wait for the interval. */
    @Test
    void writesWhenEventTimeHasMovedOnButNotTooOften() throws Exception {
        SinkOptions options = new SinkOptions(
                100, Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(5));
        try (WriterHarness writer = WriterHarness.of(database.config(), options)) {
            writer.timers().advance(1_000);
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 1));
            writer.watermark(Rows.START);
            assertThat(database.query("select count(*) from edges_10s")).containsExactly("1");

            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 2, 1));
            writer.timers().advance(900);
            writer.watermark(Rows.START + 1);
            assertThat(writer.count("flushes")).isEqualTo(1);
            writer.timers().advance(100);
            assertThat(writer.count("flushes")).as("of the interval").isEqualTo(2);
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 3, 1));
            writer.watermark(Rows.START + 2);
            assertThat(database.query("select count(*) from edges_10s")).containsExactly("3");
            writer.timers().advance(1_000);
            writer.watermark(Rows.START + 3);
            assertThat(writer.count("flushes"))
                    .as("nothing to write, no transaction")
                    .isEqualTo(3);
        }
    }

    /** Text comes from telemetry: whoever may send spans must not be able to stop the job. */
    @Test
    void textThatCannotBeStoredIsMadeToFit() throws Exception {
        Random random = new Random(5);
        String longName = random.ints(20_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        List<String> names = List.of("nul\0byte", "half\uD800surrogate", longName, "\u20ac".repeat(5_000), "");
        try (WriterHarness writer = WriterHarness.of(database.config())) {
            for (String name : names) {
                Node node = new Node(name, name, name, NodeKind.UNKNOWN);
                writer.write(
                        Rows.row(WindowSize.TEN_SECONDS, Rows.START, new Edge(node, name, node, name, name), 1, null));
            }
            EdgeRow plain = Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 1);
            writer.write(new EdgeRow(
                    plain.windowSize(),
                    plain.windowStartMillis(),
                    plain.edge(),
                    new Traffic(
                            1,
                            OutcomeCounts.NONE,
                            Map.of("U\0H", 1L),
                            Map.of("rbac \0", 1L),
                            Map.of("GET /\uD800", 1L),
                            0,
                            0,
                            0,
                            0),
                    new Security(0, 0, 0, "spiffe://\0", longName),
                    plain.coverage(),
                    plain.basis(),
                    null,
                    null,
                    0,
                    0,
                    "\0",
                    null));
            writer.flush();
        }
        assertThat(database.query("select count(*), count(distinct source) from edges_10s"))
                .containsExactly("6|6");
        assertThat(database.query(
                        "select source from edges_10s where source like 'nul%' or source like 'half%' order by 1"))
                .containsExactly("half\uFFFDsurrogate", "nul\uFFFDbyte");
    }

    @Test
    void saysAtOnceWhatDoesNotPass() throws Exception {
        TestDatabase empty = TestDatabase.create();
        try (WriterHarness writer = WriterHarness.of(empty.config())) {
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 1));
            assertThatThrownBy(writer::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected: migrations were run");
            assertThat(writer.count("retries")).isZero();
        }
    }

    @Test
    void givesUpWhenTheDatabaseStaysAway() throws Exception {
        SinkOptions options = new SinkOptions(
                10, Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(300));
        DatabaseConfig nobody = new DatabaseConfig("jdbc:postgresql://localhost:1/mesh", "ann", null);
        try (WriterHarness writer = WriterHarness.of(nobody, options)) {
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 1));
            assertThatThrownBy(writer::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("giving up")
                    .hasMessageContaining("08001");
            assertThat(writer.count("retries")).isGreaterThan(2);
            assertThat(writer.count("rowsWritten")).isZero();
        }
    }

    private static List<EdgeRow> shuffledRows(int edges, Random random) {
        return shuffledRows(edges, 0, random);
    }

    private static List<EdgeRow> shuffledRows(int edges, int firstEdge, Random random) {
        List<EdgeRow> rows = new ArrayList<>();
        for (WindowSize size : WindowSize.values()) {
            for (int edge = 0; edge < edges; edge++) {
                rows.add(Rows.row(size, Rows.START, firstEdge + edge, 1 + random.nextInt(9)));
            }
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    /** The real thing, for tests to stand in its way. */
    private static class ForwardingUpserts implements Upserts<EdgeKey, EdgeRow> {
        private final EdgeRowUpserts upserts = WriterHarness.upserts();

        @Override
        public EdgeKey key(EdgeRow row) {
            return upserts.key(row);
        }

        @Override
        public EdgeRow merge(EdgeRow earlier, EdgeRow later) {
            return upserts.merge(earlier, later);
        }

        @Override
        public Counts write(Connection connection, List<Map.Entry<EdgeKey, EdgeRow>> sorted) throws SQLException {
            return upserts.write(connection, sorted);
        }

        @Override
        public int makePartitions(Connection connection, List<Map.Entry<EdgeKey, EdgeRow>> sorted) throws SQLException {
            return upserts.makePartitions(connection, sorted);
        }
    }
}
