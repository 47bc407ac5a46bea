/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.timescale.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionMaintenanceIT {
    private static final String NAMES = "select partition_name from edge_partitions order by 1";

    private TestDatabase database;

    @BeforeEach
    void migrate() throws SQLException {
        database = TestDatabase.create();
        Migrations.migrate(database.config());
    }

    @Test
    void makesThePartitionsOfTheComingDaysOnce() throws SQLException {
        PartitionMaintenance.Report first = runAt("2026-11-29T23:30:00Z", Retention.DEFAULT);

        assertThat(first.made()).isEqualTo(17);
        assertThat(database.query(NAMES))
                .containsExactly(
                        "edges_10s_p20261129",
                        "edges_10s_p20261130",
                        "edges_10s_p20261201",
                        "edges_1h_p202611",
                        "edges_1h_p202612",
                        "edges_1m_p20261129",
                        "edges_1m_p20261130",
                        "edges_1m_p20261201",
                        "facts_p20261129",
                        "facts_p20261130",
                        "facts_p20261201",
                        "score_minutes_p20261129",
                        "score_minutes_p20261130",
                        "score_minutes_p20261201",
                        "scores_p20261129",
                        "scores_p20261130",
                        "scores_p20261201");
        assertThat(runAt("2026-11-29T23:30:00Z", Retention.DEFAULT).made()).isZero();
    }

    /** Days and months are those of UTC whatever the time zone of the server, and months have their lengths. */
    @Test
    void boundsAreInUtc() throws SQLException {
        runAt("2028-02-28T12:00:00Z", Retention.DEFAULT);

        assertThat(database.query("select pg_get_expr(relpartbound, oid) from pg_class where relname in"
                        + " ('edges_1h_p202802', 'edges_10s_p20280229') order by relname"))
                .containsExactly(
                        "FOR VALUES FROM ('2028-02-29 00:00:00+00') TO ('2028-03-01 00:00:00+00')",
                        "FOR VALUES FROM ('2028-02-01 00:00:00+00') TO ('2028-03-01 00:00:00+00')");
    }

    @Test
    void dropsWhatIsOlderThanItsRetentionAndNothingElse() throws SQLException {
        Retention retention =
                new Retention(Duration.ofDays(2), Duration.ofDays(30), Duration.ofDays(400), Duration.ZERO);
        Instant now = Instant.now().plus(Duration.ofMinutes(1));
        Instant today = now.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        ensure(ResultTable.TEN_SECONDS, today.minus(Duration.ofDays(4)), today);
        ensure(ResultTable.ONE_MINUTE, today.minus(Duration.ofDays(31)), today.minus(Duration.ofDays(29)));
        ensure(ResultTable.ONE_HOUR, today.minus(Duration.ofDays(500)), today.minus(Duration.ofDays(499)));
        ensure(ResultTable.FACTS, today.minus(Duration.ofDays(31)), today.minus(Duration.ofDays(29)));

        PartitionMaintenance.Report report = runAt(now.toString(), retention);

        // of the four days before today, today and yesterday's yesterday reach into the last 48 hours
        assertThat(report.dropped())
                .containsExactly(
                        name("edges_10s_p", today.minus(Duration.ofDays(4))),
                        name("edges_10s_p", today.minus(Duration.ofDays(3))),
                        name("edges_1m_p", today.minus(Duration.ofDays(31))),
                        "edges_1h_p"
                                + today.minus(Duration.ofDays(500))
                                        .toString()
                                        .substring(0, 7)
                                        .replace("-", ""),
                        name("facts_p", today.minus(Duration.ofDays(31))));
        assertThat(report.postponed()).isEmpty();
        assertThat(database.query("select relname from pg_class where relname = '"
                        + report.dropped().get(0) + "'"))
                .isEmpty();
        assertThat(runAt(now.toString(), retention).dropped()).isEmpty();
    }

    /** Somebody replays a recording of last year and wants to look at the result. */
    @Test
    void replayedOldDataStaysForTheGraceAndGoesAfterIt() throws SQLException {
        Instant lastYear = Instant.parse("2023-05-04T10:00:00Z");
        ensure(ResultTable.TEN_SECONDS, lastYear, lastYear.plusSeconds(10));

        assertThat(runAt(Instant.now().plus(Duration.ofHours(23)).toString(), Retention.DEFAULT)
                        .dropped())
                .isEmpty();
        assertThat(runAt(Instant.now().plus(Duration.ofHours(25)).toString(), Retention.DEFAULT)
                        .dropped())
                .containsExactly("edges_10s_p20230504");
    }

    /** Whoever comes after a waiting drop waits too, so the drop does not wait. */
    @Test
    void aPartitionInUseIsPostponed() throws SQLException {
        Instant old = Instant.parse("2023-05-04T10:00:00Z");
        ensure(ResultTable.TEN_SECONDS, old, old.plusSeconds(10));
        String later = Instant.now().plus(Duration.ofDays(2)).toString();
        try (Connection analyst = database.connect();
                Statement statement = analyst.createStatement()) {
            analyst.setAutoCommit(false);
            statement.executeQuery("select count(*) from edges_10s");

            assertThat(runAt(later, Retention.DEFAULT).postponed()).containsExactly("edges_10s_p20230504");
        }
        assertThat(runAt(later, Retention.DEFAULT).dropped()).containsExactly("edges_10s_p20230504");
    }

    @Test
    void oneProcessWorksAndTheOthersPass() throws SQLException {
        try (Connection other = database.connect()) {
            AdvisoryLock.MAINTENANCE.take(other);
            assertThat(runAt("2026-11-21T00:00:00Z", Retention.DEFAULT).ran()).isFalse();
        }
        assertThat(runAt("2026-11-21T00:00:00Z", Retention.DEFAULT).ran()).isTrue();
    }

    /** Sinks of several subtasks find the same partition missing at the same moment. */
    @Test
    void sessionsMayMakeTheSamePartitionsAtOnce() throws Exception {
        Instant from = Instant.parse("2024-01-01T00:00:00Z");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(() -> ensure(ResultTable.TEN_SECONDS, from, from.plus(Duration.ofDays(5))));
            }
            int made = 0;
            for (Future<Integer> call : threads.invokeAll(calls)) {
                made += call.get();
            }
            assertThat(made).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    /** An operator detached a partition to look at it; a replay of that day needs it again. */
    @Test
    void aDetachedPartitionIsPutBackWithItsRows() throws SQLException {
        Instant day = Instant.parse("2024-01-01T00:00:00Z");
        ensure(ResultTable.ONE_MINUTE, day, day.plusSeconds(60));
        database.execute("alter table edges_1m detach partition edges_1m_p20240101");

        assertThat(ensure(ResultTable.ONE_MINUTE, day, day.plusSeconds(60))).isEqualTo(1);
        assertThat(database.query("select inhparent::regclass from pg_inherits"
                        + " where inhrelid = 'edges_1m_p20240101'::regclass"))
                .containsExactly("edges_1m");
    }

    @Test
    void servicesThatNoEdgeCanNameAreForgotten() throws SQLException {
        runAt(Instant.now().toString(), Retention.DEFAULT);
        database.execute("insert into services values ('c', 'n', 'ancient', 'SERVICE', '2020-01-01Z', '2020-01-02Z'),"
                + " ('c', 'n', 'recent', 'SERVICE', '2020-01-01Z', now())");
        String now = Instant.now().toString();
        assertThat(runAt(now, Retention.DEFAULT).servicesForgotten())
                .as("nothing is known of edges yet")
                .isZero();
        database.execute(
                "insert into edges_1h select date_trunc('hour', now()), 'c', 'n', 'recent', 'SERVICE', '1', 'c', 'n',"
                        + " 'recent', 'SERVICE', '1', 'http', 1, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 0, 0, 0, null, null, null, null, null,"
                        + " 0, null, null, null, null, null, 'unknown', 0, null, null, now(), now(), null, null");

        assertThat(runAt(now, Retention.DEFAULT).servicesForgotten()).isEqualTo(1);
        assertThat(database.query("select name from services")).containsExactly("recent");
    }

    /** An alert goes with its states; of the models of a cluster the newest stays, however old it is. */
    @Test
    void oldAlertsAndReplacedModelsAreForgotten() throws SQLException {
        for (String id : List.of("ancient", "recent")) {
            database.execute("insert into alerts select '" + id + "', 2, 'DDOS', 'CLOSE', 'RESOLVED', 4, 1, now(),"
                    + " '2020-01-01Z', " + (id.equals("recent") ? "now()" : "'2020-01-02Z'")
                    + ", '', '{}', '{}', null, '{}'");
            database.execute("insert into alert_revisions select '" + id
                    + "', revision, 'UPDATE', 'NEW', 4, now(), '{}' from generate_series(1, 2) as revision");
        }
        database.execute("insert into models values ('east', 1, 1, '2020-01-01Z', 1, '{}', ''),"
                + " ('east', 2, 1, now(), 1, '{}', ''), ('west', 1, 1, '2020-01-01Z', 1, '{}', '')");

        PartitionMaintenance.Report report = runAt(Instant.now().toString(), Retention.DEFAULT);

        assertThat(report.alertsForgotten()).isEqualTo(1);
        assertThat(report.modelsForgotten()).isEqualTo(1);
        assertThat(database.query("select id, revision from alert_revisions order by 1, 2"))
                .containsExactly("recent|1", "recent|2");
        assertThat(database.query("select id from alerts")).containsExactly("recent");
        assertThat(database.query("select cluster, version from models order by 1"))
                .containsExactly("east|2", "west|1");
    }

    @Test
    void runsByItselfUntilClosed() throws Exception {
        Thread worker;
        try (PartitionMaintenance maintenance =
                new PartitionMaintenance(database.config().dataSource(), Retention.DEFAULT)) {
            maintenance.start(Duration.ofMillis(50));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (database.query(NAMES).size() < 11) {
                assertThat(System.nanoTime()).as("partitions made in time").isLessThan(deadline);
                Thread.sleep(20);
            }
            worker = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.isAlive() && thread.getName().equals("partition-maintenance"))
                    .findFirst()
                    .orElseThrow();
            assertThat(worker.isDaemon()).isTrue();
        }
        worker.join(10_000);
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void saysThatMigrationsAreMissing() throws SQLException {
        TestDatabase empty = TestDatabase.create();
        PartitionMaintenance maintenance =
                new PartitionMaintenance(empty.config().dataSource(), Retention.DEFAULT);

        assertThatThrownBy(maintenance::runOnce).hasMessageContaining("expected: migrations were run");
        maintenance.close();
    }

    /** A user who may only read must not be able to fill the catalogue with partitions. */
    @Test
    void readersMayNotMakePartitions() throws SQLException {
        database.execute("create role reader_" + database.hashCode() + "; grant select on edges_10s to reader_"
                + database.hashCode());

        assertThatThrownBy(() -> database.execute("set role reader_" + database.hashCode()
                        + "; select ensure_edge_partitions('edges_10s', now(), now() + interval '1 year')"))
                .hasMessageContaining("permission denied");
    }

    private PartitionMaintenance.Report runAt(String instant, Retention retention) throws SQLException {
        InstantSource clock = InstantSource.fixed(Instant.parse(instant));
        try (PartitionMaintenance maintenance =
                new PartitionMaintenance(database.config().dataSource(), retention, clock)) {
            return maintenance.runOnce();
        }
    }

    private int ensure(ResultTable table, Instant from, Instant to) throws SQLException {
        try (Connection connection = database.connect()) {
            return Partitions.ensure(connection, table, from, to);
        }
    }

    private static String name(String prefix, Instant day) {
        return prefix + day.toString().substring(0, 10).replace("-", "");
    }
}
