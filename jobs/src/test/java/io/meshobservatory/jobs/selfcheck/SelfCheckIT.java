/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.servicegraph.ServiceGraphInputs;
import io.meshobservatory.jobs.servicegraph.ServiceGraphTopology;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole job as a stream on made-up meshes of every dialect, with disorder, repetitions, loss, wrong clocks, and killed
 * in the middle: all figures of all edges in all windows are those of the oracle.
 */
class SelfCheckIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final int SEEDS = 24;
    private static final long FIRST_SEED = 10_000;
    private static final int TRACES = 50;
    private static final long DURATION_NANOS = 100_000_000_000L;
    private static final int LATE_MILLIS = 45_000;
    private static final int QUICK_MILLIS = 4_000;

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("the job gives what the oracle gives")
    void equalsTheOracle(long seed) throws Exception {
        Mesh mesh = Mesh.generate(seed, TRACES, DURATION_NANOS, false);
        Map<Tally.Key, Map<String, Long>> expected = Tally.ofCalls(Namesakes.resolve(mesh, Oracle.observe(mesh)));
        RowTable table = new RowTable("seed " + seed);
        int failures = (int) (seed % 3);
        Stumble stumble = new Stumble("seed " + seed, failures, 25);
        run(arrivals(mesh), seed, stumble, table);

        assertThat(stumble.failures() > 0)
                .as("failures, or the test shows nothing")
                .isEqualTo(failures > 0);
        assertThat(differences(expected, table, stumble.failures()))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(expected).hasSizeGreaterThan(50);
    }

    /**
     * All rows that should be there must be there with these figures. Rows that should not be there must not have been
     * written since the last failure: what an attempt wrote after its last checkpoint, and the next one comes to see
     * differently before it shows it, nobody takes back.
     */
    static Map<Tally.Key, String> differences(
            Map<Tally.Key, Map<String, Long>> expected, RowTable table, int lastAttempt) {
        Map<Tally.Key, Map<String, Long>> found = Tally.ofRows(table.rows(0));
        Map<Tally.Key, String> differences = new TreeMap<>();
        expected.forEach((key, figures) -> {
            if (!figures.equals(found.get(key))) {
                differences.put(key, "expected " + figures + ", found " + found.get(key));
            }
        });
        Tally.ofRows(table.rows(lastAttempt)).forEach((key, figures) -> {
            if (!expected.containsKey(key)) {
                differences.put(key, "expected nothing, found " + figures);
            }
        });
        return differences;
    }

    /** Requests in the order of their arrival: a tenth twice, a tenth late. */
    static List<OtlpRecord> arrivals(Mesh mesh) {
        Random random = new Random(mesh.seed());
        record Arrival(long atMillis, byte[] request) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (Mesh.Request request : mesh.requests(random)) {
            for (int times = random.nextInt(10) == 0 ? 2 : 1; times > 0; times--) {
                int delay = random.nextInt(random.nextInt(10) == 0 ? LATE_MILLIS : QUICK_MILLIS);
                arrivals.add(new Arrival(request.endMillis() + delay, request.bytes()));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atMillis));
        List<OtlpRecord> records = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            records.add(new OtlpRecord("otlp_spans", 0, records.size(), arrival.atMillis(), arrival.request()));
        }
        return records;
    }

    void run(List<OtlpRecord> records, long seed, Stumble stumble, RowTable table) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(
                configuration(seed % 4 == 0 ? "rocksdb" : "hashmap"));
        env.setParallelism(2);
        DataStream<OtlpRecord> requests = env.fromData(OtlpRecord.TYPE, records.toArray(new OtlpRecord[0]))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<OtlpRecord>forGenerator(context -> new EachRecord())
                        .withTimestampAssigner((otlp, time) -> otlp.writtenMillis()))
                .setParallelism(1)
                .map(stumble)
                .returns(OtlpRecord.TYPE)
                .setParallelism(1);
        ServiceGraphTopology.define(ServiceGraphInputs.of(requests), ServiceGraphConfig.defaults())
                .edges()
                .sinkTo(table);
        env.execute("seed " + seed);
    }

    private Configuration configuration(String backend) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(30));
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
        return configuration;
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
