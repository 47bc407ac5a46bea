/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.schema.Migrations;
import io.meshobservatory.connectors.timescale.sink.EdgeRowSink;
import io.meshobservatory.connectors.timescale.sink.SinkOptions;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job is killed several times while spans come late and out of order, so that rows are shown which later spans take
 * back. In the end the tables hold what they hold when nobody disturbs the job: no row too many, none too few, none stale.
 */
class KilledJobIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final long START = 1_700_000_000_000L;
    private static final int KILLS = 4;
    private static final List<String> TABLES = List.of("edges_10s", "edges_1m", "edges_1h");

    /** Which writer made a row, and when, is not the same in two runs. */
    private static final String BOOKKEEPING = " - 'writer' - 'created_after'";

    /** Extremes may name a call that was withdrawn, and which one was seen before that depends on the order of arrival. */
    private static final String EXTREMES = " - 'first_seen' - 'last_seen' - 'slowest_trace_id' - 'error_trace_id'";

    /** Rows are written as soon as they come, so that as many as can be are there when the job is killed. */
    private static final SinkOptions EAGER = new SinkOptions(
            10, Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(20));

    private static EmbeddedPostgres postgres;
    private static DatabaseConfig database;

    @TempDir
    Path directory;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
        database = DatabaseConfig.parse(postgres.getJdbcUrl("postgres", "postgres"));
        Migrations.migrate(database);
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @ParameterizedTest(name = "seed {0}, {1}")
    @CsvSource({"1,hashmap", "2,hashmap", "3,rocksdb", "4,hashmap", "5,hashmap", "6,hashmap", "7,hashmap", "8,hashmap"})
    @DisplayName("killed again and again, it ends with the tables of a run that nobody disturbed")
    void killedInTheMiddle(long seed, String backend) throws Exception {
        List<OtlpRecord> records = new ArrayList<>();
        for (RandomMesh.Arrival arrival : RandomMesh.arrivals(seed, START)) {
            records.add(
                    new OtlpRecord(OtlpSignal.SPANS.topic(), 0, records.size(), arrival.atMillis(), arrival.request()));
        }
        Kills none = new Kills("undisturbed " + seed, new long[0]);
        List<String> undisturbed = run(records, new Configuration(), none);
        Kills kills = Kills.spread("killed " + seed, KILLS, records.size(), seed);
        List<String> killed = run(records, withCheckpoints(backend), kills);

        assertThat(kills.done())
                .as("the job must have been killed, or the test shows nothing")
                .isEqualTo(KILLS);
        assertThat(undisturbed).hasSizeGreaterThan(300);
        assertThat(without(killed, undisturbed)).as("rows too many, or stale").isEmpty();
        assertThat(without(undisturbed, killed)).as("rows missing").isEmpty();
    }

    private static List<String> run(List<OtlpRecord> records, Configuration configuration, Kills kills)
            throws Exception {
        execute("truncate " + String.join(", ", TABLES));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        DataStream<OtlpRecord> requests = env.fromData(OtlpRecord.TYPE, records.toArray(new OtlpRecord[0]))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<OtlpRecord>forGenerator(context -> new EachRecord())
                        .withTimestampAssigner((otlp, time) -> otlp.writtenMillis()))
                .setParallelism(1)
                .map(kills)
                .returns(OtlpRecord.TYPE)
                .setParallelism(1);
        ServiceGraphTopology.define(ServiceGraphInputs.of(requests), ServiceGraphConfig.defaults())
                .edges()
                .sinkTo(new EdgeRowSink(database, EAGER));
        env.execute();
        return rows();
    }

    private Configuration withCheckpoints(String backend) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(150));
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, KILLS + 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
        return configuration;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet result = statement.executeQuery(
                        "select to_jsonb(t)" + BOOKKEEPING + EXTREMES + " from " + table + " t order by 1")) {
                    while (result.next()) {
                        rows.add(table + " " + result.getString(1));
                    }
                }
            }
        }
        return rows;
    }

    private static List<String> without(List<String> rows, List<String> others) {
        TreeSet<String> left = new TreeSet<>(rows);
        left.removeAll(new TreeSet<>(others));
        return List.copyOf(left);
    }

    /** A watermark behind each record, so that lateness is the same in each run. */
    private static final class EachRecord implements WatermarkGenerator<OtlpRecord> {
        private long latest = Long.MIN_VALUE;

        @Override
        public void onEvent(OtlpRecord event, long timestamp, WatermarkOutput output) {
            latest = Math.max(latest, timestamp);
            output.emitWatermark(new Watermark(latest - 5_000));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
