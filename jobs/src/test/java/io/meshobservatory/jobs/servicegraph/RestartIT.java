/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.meshobservatory.connectors.timescale.schema.Migrations;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The job is killed, or stopped with a savepoint, in the middle of a recorded file; in the end the tables hold the same
 * rows, to the last column, as those of a run that nobody disturbed.
 */
class RestartIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final String RECORDING = "traces/online-boutique.otlp.gz";
    private static final List<String> TABLES = List.of("edges_10s", "edges_1m", "edges_1h", "services");
    private static final AtomicBoolean FAILED = new AtomicBoolean();
    private static final AtomicInteger SEEN = new AtomicInteger();

    private static EmbeddedPostgres postgres;
    private static List<String> undisturbed;

    @TempDir
    Path directory;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        Path recording = Recordings.find(RECORDING);
        postgres = EmbeddedPostgres.start();
        DatabaseConfig database = newDatabase("undisturbed");
        StreamExecutionEnvironment env = environment(new Configuration());
        RecordedJob.define(env, recording, database, new PassThrough());
        env.execute("undisturbed");
        undisturbed = rows("undisturbed");
        assertThat(undisturbed).hasSizeGreaterThan(300);
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aFailureInTheMiddleChangesNothing(String backend) throws Exception {
        FAILED.set(false);
        DatabaseConfig database = newDatabase("failed_" + backend);
        StreamExecutionEnvironment env = environment(withCheckpoints(backend));
        RecordedJob.define(env, Recordings.find(RECORDING), database, new FailsOnceAfterACheckpoint());
        env.execute("fails");

        assertThat(FAILED)
                .as("the failure must have happened, or the test shows nothing")
                .isTrue();
        assertThat(rows("failed_" + backend)).isEqualTo(undisturbed);
    }

    @Test
    void goesOnFromASavepoint() throws Exception {
        DatabaseConfig database = newDatabase("savepoint");
        SEEN.set(0);
        StreamExecutionEnvironment first = environment(withCheckpoints("hashmap"));
        RecordedJob.define(first, Recordings.find(RECORDING), database, new Slow());
        JobClient job = first.executeAsync("stopped");
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (SEEN.get() < 200) {
            assertThat(System.nanoTime()).as("200 records within a minute").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        String savepoint = job.stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
        assertThat(SEEN.get()).as("stopped in the middle").isLessThan(692);

        Configuration resumed = withCheckpoints("rocksdb");
        resumed.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        StreamExecutionEnvironment second = environment(resumed);
        RecordedJob.define(second, Recordings.find(RECORDING), database, new PassThrough());
        second.execute("resumed");

        assertThat(rows("savepoint")).isEqualTo(undisturbed);
    }

    private Configuration withCheckpoints(String backend) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        return configuration;
    }

    private static StreamExecutionEnvironment environment(Configuration configuration) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        return env;
    }

    private static DatabaseConfig newDatabase(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        DatabaseConfig database = DatabaseConfig.parse(postgres.getJdbcUrl("postgres", name));
        Migrations.migrate(database);
        return database;
    }

    /** All rows of all tables, as text, sorted; without the sink's own notes, which differ from run to run. */
    private static List<String> rows(String database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet result = statement.executeQuery(
                        "select (to_jsonb(t) - 'writer' - 'created_after')::text from " + table + " t order by 1")) {
                    while (result.next()) {
                        rows.add(table + " " + result.getString(1));
                    }
                }
            }
        }
        return rows;
    }

    private static final class PassThrough extends RichMapFunction<OtlpRecord, OtlpRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        public OtlpRecord map(OtlpRecord value) {
            return value;
        }
    }

    private static class Slow extends RichMapFunction<OtlpRecord, OtlpRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        public OtlpRecord map(OtlpRecord value) throws InterruptedException {
            SEEN.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(4);
            return value;
        }
    }

    private static final class FailsOnceAfterACheckpoint extends Slow implements CheckpointListener {
        private static final long serialVersionUID = 1L;
        private transient int seenHere;
        private transient boolean checkpointed;

        @Override
        public void open(OpenContext context) {
            seenHere = 0;
            checkpointed = false;
        }

        @Override
        public OtlpRecord map(OtlpRecord value) throws InterruptedException {
            seenHere++;
            if (checkpointed && seenHere > 300 && FAILED.compareAndSet(false, true)) {
                throw new IllegalStateException("killed by the test");
            }
            return super.map(value);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            checkpointed = true;
        }
    }
}
