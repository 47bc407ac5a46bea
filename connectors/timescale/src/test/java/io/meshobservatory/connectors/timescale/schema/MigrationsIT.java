/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsIT {
    @Test
    void makesPartitionedTablesOnPlainPostgresqlAndThenNothingMore() throws SQLException {
        TestDatabase database = TestDatabase.create();

        assertThat(Migrations.migrate(database.config())).isEqualTo(Storage.POSTGRESQL);
        List<String> history = database.query("select version, success from observatory_schema_history order by 1");
        assertThat(Migrations.migrate(database.config())).isEqualTo(Storage.POSTGRESQL);

        assertThat(history).contains("1|t", "2|t", "3|t", "4|t", "5|t", "6|t");
        assertThat(database.query("select version, success from observatory_schema_history order by 1"))
                .isEqualTo(history);
        assertThat(database.query("select relname from pg_class where relkind = 'p' order by 1"))
                .containsExactly("edges_10s", "edges_1h", "edges_1m", "facts", "score_minutes", "scores");
    }

    /** The query API is written against these columns. */
    @ParameterizedTest
    @EnumSource(names = {"TEN_SECONDS", "ONE_MINUTE", "ONE_HOUR"})
    void columnsAreThoseOfTheContract(ResultTable table) throws SQLException {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());

        List<String> columns = database.query("select column_name || ' ' || udt_name || case is_nullable when 'NO' then"
                + " ' not null' else '' end from information_schema.columns where table_name = '"
                + table.tableName() + "' order by ordinal_position");

        assertThat(columns).containsExactlyElementsOf(contract());
        assertThat(database.query("select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and"
                        + " a.attnum = any (i.indkey) where i.indisprimary and i.indrelid = '"
                        + table.tableName() + "'::regclass"))
                .hasSize(12)
                .contains("window_start", "protocol", "source_version", "destination_kind");
    }

    /** What rows of before do not know is null, and nothing is claimed of it; what they are known not to have is 0. */
    @Test
    void rowsOfTheFirstVersionAreKeptAndClaimNothing() throws SQLException {
        TestDatabase database = TestDatabase.create();
        Flyway.configure()
                .dataSource(database.config().dataSource())
                .table("observatory_schema_history")
                .locations("classpath:db/observatory/common", "classpath:db/observatory/postgresql")
                .baselineVersion("0")
                .target("2")
                .placeholders(Map.of(
                        "edges_storage",
                        " partition by range (window_start)",
                        "lock_class",
                        "1",
                        "lock_partitions",
                        "2"))
                .load()
                .migrate();
        database.execute("select ensure_edge_partitions('edges_10s', '2026-11-21Z', '2026-11-22Z')");
        database.execute("insert into edges_10s select '2026-11-21Z', 'c', 'n', 'old', 'SERVICE', '1', 'c', 'n', 'b',"
                + " 'SERVICE', '1', 'http', 10, 0, 0, 0, 0, 0, 0, 0, 0, '{}', 0, 0, 0, null, null, null, null, null,"
                + " 0, null, null, null, null, null, 'mixed', 4, null, null, now(), now(), null, null");

        Migrations.migrate(database.config());

        assertThat(database.query("select calls, mtls, mutual_tls_calls, plain_text_calls, connections_opened, denials,"
                        + " operations, calls_basis, coalesce(sampled_calls::text, '-'),"
                        + " coalesce(unobserved_tls_calls::text, '-'), coalesce(context_lost_calls::text, '-')"
                        + " from edges where source = 'old'"))
                .containsExactly("10|mixed|4|0|0|{}|{}|TRACES|-|-|-");
    }

    @Test
    void factsHaveTheirWholeKey() throws SQLException {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());

        assertThat(database.query("select column_name || ' ' || udt_name from information_schema.columns"
                        + " where table_name = 'facts' and is_nullable = 'NO' order by ordinal_position"))
                .containsExactly(
                        "window_start timestamptz",
                        "cluster text",
                        "namespace text",
                        "name text",
                        "kind text",
                        "peer_cluster text",
                        "peer_namespace text",
                        "peer_name text",
                        "peer_kind text",
                        "fact text",
                        "detail text",
                        "value float8");
        assertThat(database.query("select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and"
                        + " a.attnum = any (i.indkey) where i.indisprimary and i.indrelid = 'facts'::regclass"))
                .hasSize(11)
                .doesNotContain("value");
    }

    @Test
    void theViewJoinsTheThreeWidths() throws SQLException {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());

        assertThat(database.query("select column_name, data_type from information_schema.columns"
                        + " where table_name = 'edges' order by ordinal_position limit 2"))
                .containsExactly("window_seconds|integer", "window_start|timestamp with time zone");
        assertThat(database.query("explain (costs off) select * from edges where window_seconds = 60")
                        .toString())
                .doesNotContain("edges_10s", "edges_1h");
    }

    @Test
    void everyTableAndColumnIsDescribed() throws SQLException {
        TestDatabase database = TestDatabase.create();
        Migrations.migrate(database.config());

        assertThat(database.query("select c.relname, a.attname from pg_class c"
                        + " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
                        + " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')"
                        + " and c.relname <> 'observatory_schema_history'"
                        + " and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null)"))
                .isEmpty();
        assertThat(database.query("select col_description('edges'::regclass, attnum) from pg_attribute"
                        + " where attrelid = 'edges'::regclass and attname = 'server_latency_p95_ms'"))
                .first()
                .asString()
                .contains("milliseconds");
    }

    /** Several replicas of the API and the job start together. */
    @Test
    void processesMayMigrateAtOnce() throws Exception {
        TestDatabase database = TestDatabase.create();
        int processes = 4;
        CyclicBarrier together = new CyclicBarrier(processes);
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        try {
            List<Callable<Storage>> calls = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                calls.add(() -> {
                    together.await();
                    return Migrations.migrate(database.config());
                });
            }
            for (Future<Storage> storage : threads.invokeAll(calls)) {
                assertThat(storage.get()).isEqualTo(Storage.POSTGRESQL);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.query("select count(*) from observatory_schema_history where version in ('1', '2')"))
                .containsExactly("2");
    }

    @Test
    void tablesOfOthersInTheSchemaAreLeftAlone() throws SQLException {
        TestDatabase database = TestDatabase.create();
        database.execute("create table dashboards as select 42 as id");

        Migrations.migrate(database.config());

        assertThat(database.query("select id from dashboards")).containsExactly("42");
        assertThat(database.query("select count(*) from edges")).containsExactly("0");
    }

    @Test
    void saysWhatIsWrongWhenTheDatabaseIsAway() {
        DatabaseConfig nobody = new DatabaseConfig("jdbc:postgresql://localhost:1/mesh", "ann", null);

        assertThatThrownBy(() -> Migrations.migrate(nobody))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("localhost:1");
    }

    private static List<String> contract() {
        List<String> columns = new ArrayList<>();
        columns.add("window_start timestamptz not null");
        for (String end : List.of("source", "destination")) {
            for (String part : List.of("_cluster", "_namespace", "", "_kind", "_version")) {
                columns.add(end + part + " text not null");
            }
        }
        columns.add("protocol text not null");
        for (String count : List.of(
                "calls",
                "errors",
                "errors_http_5xx",
                "errors_grpc",
                "errors_no_response",
                "errors_status",
                "rejected_http_4xx",
                "rejected_grpc",
                "faults_injected")) {
            columns.add(count + " int8 not null");
        }
        columns.add("response_flags jsonb not null");
        columns.add("request_bytes int8 not null");
        columns.add("response_bytes int8 not null");
        for (String side : List.of("client", "server")) {
            columns.add(side + "_calls int8 not null");
            for (String statistic : List.of("mean", "p50", "p95", "p99")) {
                columns.add(side + "_latency_" + statistic + "_ms float8");
            }
            columns.add(side + "_latency_sketch bytea");
        }
        columns.add("mtls text not null");
        columns.add("mutual_tls_calls int8 not null");
        columns.add("source_principal text");
        columns.add("destination_principal text");
        columns.add("first_seen timestamptz not null");
        columns.add("last_seen timestamptz not null");
        columns.add("slowest_trace_id text");
        columns.add("error_trace_id text");
        columns.add("denials jsonb not null");
        columns.add("operations jsonb not null");
        columns.add("connections_opened int8 not null");
        columns.add("connections_closed int8 not null");
        columns.add("plain_text_calls int8 not null");
        columns.add("unobserved_tls_calls int8");
        columns.add("sampled_calls int8");
        columns.add("sampled_both_sides int8");
        columns.add("sampled_caller_only int8");
        columns.add("sampled_callee_only int8");
        columns.add("sampled_caller_missing int8");
        columns.add("context_lost_calls int8");
        for (String figure : List.of("calls", "bytes", "latency", "security")) {
            columns.add(figure + "_basis text not null");
        }
        columns.add("writer uuid");
        columns.add("created_after int8");
        return columns;
    }
}
