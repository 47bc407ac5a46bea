/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.TestDatabase;
import io.meshobservatory.connectors.timescale.sink.Rows;
import io.meshobservatory.connectors.timescale.sink.WriterHarness;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The branch for servers with TimescaleDB: its SQL runs for real, against functions that note their arguments. */
class TimescaleBranchIT {
    private static final String CALLS = "select call from timescale_calls order by number";
    private static final String SEGMENTS =
            "timescaledb.compress_segmentby = 'source_cluster, source_namespace, source'";

    private static TimescaleStub stub;

    private TestDatabase database;
    private DataSource dataSource;

    @BeforeAll
    static void startServer() {
        stub = new TimescaleStub();
    }

    @AfterAll
    static void stopServer() throws IOException {
        stub.close();
    }

    @BeforeEach
    void createDatabase() throws SQLException, IOException {
        stub.offer("2.17.2");
        database = TestDatabase.create(stub.server());
        dataSource = TimescaleStub.dataSource(database.config());
    }

    @Test
    void makesHypertablesWithCompressionAndRetention() throws SQLException {
        assertThat(Migrations.migrate(dataSource)).isEqualTo(Storage.TIMESCALEDB);

        List<String> calls = TimescaleStub.normalized(database.query(CALLS));
        assertThat(calls)
                .contains(
                        "create_hypertable(edges_10s, window_start, 06:00:00, indexes f)",
                        "create_hypertable(edges_1m, window_start, 1 day, indexes f)",
                        "create_hypertable(edges_1h, window_start, 7 days, indexes f)",
                        "add_compression_policy(edges_10s, 12:00:00)",
                        "add_compression_policy(edges_1m, 2 days)",
                        "add_compression_policy(edges_1h, 14 days)",
                        "add_retention_policy(edges_10s, 48:00:00)",
                        "add_retention_policy(edges_1m, 720:00:00)",
                        "add_retention_policy(edges_1h, 9600:00:00)",
                        "create_hypertable(facts, window_start, 1 day, indexes f)",
                        "add_compression_policy(facts, 2 days)",
                        "add_retention_policy(facts, 720:00:00)",
                        "create_hypertable(scores, window_start, 1 day, indexes f)",
                        "add_compression_policy(scores, 2 days)",
                        "add_retention_policy(scores, 720:00:00)",
                        "create_hypertable(score_minutes, window_start, 1 day, indexes f)",
                        "add_compression_policy(score_minutes, 2 days)",
                        "add_retention_policy(score_minutes, 720:00:00)");
        for (ResultTable table : ResultTable.EDGES) {
            assertThat(calls)
                    .filteredOn(call -> call.startsWith("alter table " + table.tableName() + " set"))
                    .singleElement()
                    .asString()
                    .contains(SEGMENTS, "timescaledb.compress_orderby = 'window_start desc, destination_cluster");
        }
        assertThat(database.query("select relname from pg_class where relkind = 'p' and relname ~ '^edges_1'"))
                .isEmpty();
    }

    /** An upsert into compressed rows needs the whole key in the order or the segments, or it unpacks the chunk. */
    @ParameterizedTest
    @CsvSource({"edges_1m, 12", "facts, 11", "scores, 5", "score_minutes, 3"})
    void compressionCoversTheWholeKey(String table, int columns) throws SQLException {
        Migrations.migrate(dataSource);

        String option = TimescaleStub.normalized(database.query(CALLS)).stream()
                .filter(call -> call.startsWith("alter table " + table + " set"))
                .findFirst()
                .orElseThrow();
        List<String> key = database.query("select a.attname from pg_index i join pg_attribute a"
                + " on a.attrelid = i.indrelid and a.attnum = any (i.indkey)"
                + " where i.indisprimary and i.indrelid = '" + table + "'::regclass");
        assertThat(key)
                .hasSize(columns)
                .allSatisfy(column -> assertThat(option).containsPattern("[' ]" + column + "[ ,']"));
    }

    /** Retention is configuration: it follows a change, and is left alone where it has not changed. */
    @Test
    void retentionPoliciesFollowTheConfiguration() throws SQLException {
        Migrations.migrate(dataSource);
        int before = database.query(CALLS).size();

        Migrations.migrate(dataSource);
        assertThat(database.query(CALLS)).hasSize(before);

        Retention longer = new Retention(Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(400), Duration.ZERO);
        Migrations.migrate(dataSource, longer);
        assertThat(database.query(CALLS).subList(before, before + 2))
                .containsExactly("remove_retention_policy(edges_10s)", "add_retention_policy(edges_10s, 72:00:00)");
        assertThat(database.query(CALLS)).hasSize(before + 2);
    }

    @Test
    void maintenanceLeavesTheTablesToTheirPolicies() throws SQLException {
        Migrations.migrate(dataSource);

        try (PartitionMaintenance maintenance =
                new PartitionMaintenance(database.config().dataSource(), Retention.DEFAULT)) {
            PartitionMaintenance.Report report = maintenance.runOnce();
            assertThat(report.ran()).isTrue();
            assertThat(report.made()).isZero();
            assertThat(report.dropped()).isEmpty();
        }
    }

    @Test
    void theSinkWritesThere() throws Exception {
        Migrations.migrate(dataSource);

        try (WriterHarness writer = WriterHarness.of(database.config())) {
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 3));
            writer.write(Rows.row(WindowSize.TEN_SECONDS, Rows.START, 1, 4));
            writer.flush();
        }
        assertThat(database.query("select calls from edges_10s")).containsExactly("4");
    }

    /** What the server offers, and why it is not used. */
    @ParameterizedTest
    @CsvSource({"2.18.0, ''", "2.10.1, ''", "2.17.2, apache"})
    void fallsBackToPartitionsWhereTheExtensionCannotBeUsed(String version, String license) throws Exception {
        stub.offer(version);
        if (!license.isEmpty()) {
            database.execute("alter database " + database.config().url().replaceAll(".*/", "")
                    + " set timescaledb.license = '" + license + "'");
        }

        assertThat(Migrations.migrate(dataSource)).isEqualTo(Storage.POSTGRESQL);
        assertThat(database.query("select relkind from pg_class where relname = 'edges_10s'"))
                .containsExactly("p");
    }

    /** The tables of a database that was migrated without the extension stay what they are when it comes. */
    @Test
    void theChoiceIsNotChangedLater() throws Exception {
        stub.offer("2.18.0");
        assertThat(Migrations.migrate(dataSource)).isEqualTo(Storage.POSTGRESQL);
        stub.offer("2.17.2");
        assertThat(Migrations.migrate(dataSource)).isEqualTo(Storage.POSTGRESQL);
    }
}
