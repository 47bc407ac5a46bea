/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection;

import static io.meshobservatory.jobs.detection.TestSignals.MINUTE;
import static io.meshobservatory.jobs.detection.TestSignals.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.jobs.detection.forest.AnomalySettings;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * From rows to alerts through the whole topology: whatever the order of arrival, the parallelism, the state backend, the mode of
 * execution, and whether it is killed, the alerts are the same to the byte.
 */
class DeterminismIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(3)
            .build());

    private static final int SERVICES = 12;
    private static final int ATTACK = 200;
    private static final int MINUTES = 260;
    /** While the upload goes on. */
    private static final long RELEASED = START + (ATTACK + 10) * MINUTE + 20_000;

    private static final int KILLS = 3;

    private static List<SmallMesh.Emitted> rows;
    private static List<String> expected;

    @TempDir
    Path directory;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        rows = new SmallMesh(3).quiet(SERVICES, 0, MINUTES).attack(ATTACK).rows();
        expected = run(inOrder(), new Configuration(), 1, RowKills.none());
    }

    @Test
    @DisplayName("The attack is found, in kinds that fit it, and the quiet hours before it are quiet")
    void theAttackIsFound() {
        List<Alert> alerts = expected.stream()
                .map(json -> AlertJson.read(json.getBytes(StandardCharsets.UTF_8)))
                .toList();

        assertThat(alerts).isNotEmpty();
        assertThat(alerts.stream().map(Alert::kind)).contains(AlertKind.LATERAL_MOVEMENT, AlertKind.EXFILTRATION);
        assertThat(alerts)
                .allSatisfy(
                        alert -> assertThat(alert.startMillis()).isGreaterThanOrEqualTo(START + (ATTACK - 1) * MINUTE));
        Alert first = alerts.stream()
                .filter(alert -> alert.kind() == AlertKind.EXFILTRATION)
                .min(Comparator.comparingLong(Alert::timeMillis))
                .orElseThrow();
        assertThat(first.timeMillis())
                .as("told within two windows of the upload's beginning")
                .isLessThanOrEqualTo(START + (ATTACK + 7 + 2) * MINUTE + 15_000);
    }

    @Test
    @DisplayName("Shuffled within the disorder, over three subtasks, on RocksDB")
    void shuffledAndInParallel() throws Exception {
        assertThat(run(shuffled(11), backend("rocksdb"), 3, RowKills.none())).isEqualTo(expected);
    }

    @Test
    @DisplayName("In batch mode, where all rows come before any timer")
    void inBatchMode() throws Exception {
        Configuration batch = new Configuration();
        batch.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);

        assertThat(run(shuffled(12), batch, 2, RowKills.none())).isEqualTo(expected);
    }

    @Test
    @DisplayName("Killed three times in the middle")
    void killedInTheMiddle() throws Exception {
        Configuration configuration = backend("hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(150));
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, KILLS + 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
        RowKills kills = RowKills.spread("killed", KILLS, START + 30 * MINUTE, START + (ATTACK + 20) * MINUTE);

        List<String> alerts = run(shuffled(13), configuration, 2, kills);

        assertThat(kills.done())
                .as("the job must have been killed, or the test shows nothing")
                .isEqualTo(KILLS);
        assertThat(alerts).isEqualTo(expected);
    }

    private static Configuration backend(String name) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, name);
        return configuration;
    }

    private static List<SmallMesh.Emitted> inOrder() {
        List<SmallMesh.Emitted> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparingLong(SmallMesh.Emitted::atMillis));
        return ordered;
    }

    /** Each row up to four seconds late: watermarks allow for five. */
    private static List<SmallMesh.Emitted> shuffled(long seed) {
        Random random = new Random(seed);
        record Arrival(SmallMesh.Emitted row, double at) {}
        return rows.stream()
                .map(row -> new Arrival(row, row.atMillis() + random.nextDouble() * 4_000))
                .sorted(Comparator.comparingDouble(Arrival::at))
                .map(Arrival::row)
                .toList();
    }

    /** Each state of each alert as JSON, sorted; a state that is told again after a restart counts once. */
    private static List<String> run(
            List<SmallMesh.Emitted> arrivals, Configuration configuration, int parallelism, RowKills kills)
            throws Exception {
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        env.setMaxParallelism(DetectionTopology.MAX_PARALLELISM);
        DataStream<EdgeRow> edges = env.fromData(
                        EmittedRow.TYPE,
                        arrivals.stream()
                                .map(one -> new EmittedRow(one.row(), one.atMillis()))
                                .toArray(EmittedRow[]::new))
                .setParallelism(1)
                .map(kills)
                .returns(EmittedRow.TYPE)
                .setParallelism(1)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<EmittedRow>forGenerator(context -> new EachRow())
                        .withTimestampAssigner((row, time) -> row.atMillis()))
                .setParallelism(1)
                .map(EmittedRow::row)
                .returns(Types.EDGE_ROW)
                .setParallelism(1);
        DataStream<FactRow> facts =
                edges.flatMap(new NoFacts(), FactTypes.FACT_ROW).setParallelism(1);
        DataStream<Control> control = env.fromData(
                Controls.CONTROL,
                new Control(
                        "unrelated",
                        Control.Type.SUPPRESSION,
                        new Scope(AlertKind.BEACONING, null, null, "nobody"),
                        0,
                        "a test",
                        START,
                        Long.MAX_VALUE),
                new Control(
                        "known",
                        Control.Type.RELEASE,
                        new Scope(AlertKind.EXFILTRATION, "s9", null, null),
                        0,
                        "a drill",
                        RELEASED,
                        Long.MAX_VALUE));
        DetectionOutputs outputs = DetectionTopology.define(new DetectionInputs(edges, facts, control), config());
        TreeSet<String> alerts = new TreeSet<>();
        try (CloseableIterator<Alert> told = outputs.alerts().executeAndCollect()) {
            told.forEachRemaining(alert -> alerts.add(new String(AlertJson.write(alert), StandardCharsets.UTF_8)));
        }
        return List.copyOf(alerts);
    }

    /** A forest every half hour, so that several are trained while the test runs. */
    private static DetectionConfig config() {
        AnomalySettings defaults = AnomalySettings.defaults();
        return DetectionConfig.defaults()
                .withAnomalies(new AnomalySettings(
                        Duration.ofMinutes(45),
                        Duration.ofMinutes(30),
                        defaults.leastRows(),
                        1_024,
                        defaults.halfLife(),
                        50,
                        defaults.unusual(),
                        defaults.persistentWindows(),
                        defaults.ofWindows(),
                        defaults.recorded(),
                        defaults.seed()));
    }

    /** There are none; but event time is told. */
    private static final class NoFacts implements FlatMapFunction<EdgeRow, FactRow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(EdgeRow row, Collector<FactRow> out) {
            // nothing
        }
    }

    /** A watermark behind each row, five seconds late. */
    private static final class EachRow implements WatermarkGenerator<EmittedRow> {
        private long latest = Long.MIN_VALUE;

        @Override
        public void onEvent(EmittedRow row, long timestamp, WatermarkOutput output) {
            latest = Math.max(latest, timestamp);
            output.emitWatermark(new Watermark(latest - 5_000));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
