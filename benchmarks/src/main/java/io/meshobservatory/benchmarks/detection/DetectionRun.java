/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import io.meshobservatory.benchmarks.cluster.BenchCluster;
import io.meshobservatory.benchmarks.cluster.StateBackend;
import io.meshobservatory.benchmarks.meter.Meter;
import io.meshobservatory.benchmarks.meter.TemporaryDirectory;
import io.meshobservatory.benchmarks.meter.Usage;
import io.meshobservatory.jobs.detection.DetectionInputs;
import io.meshobservatory.jobs.detection.DetectionJob;
import io.meshobservatory.jobs.detection.DetectionOutputs;
import io.meshobservatory.jobs.detection.DetectionTopology;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.jobs.detection.source.MeshTopics;
import io.meshobservatory.jobs.detection.source.RowWatermarks;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobID;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The detection job on one subtask, from the bytes of rows to alerts, without Kafka, database and Redis.
 *
 * @param settings what to run
 */
record DetectionRun(DetectionCostSettings settings) {

    /**
     * Runs it.
     *
     * @throws Exception whatever Flink throws
     */
    Round run() throws Exception {
        AtomicReference<Meter> meter = new AtomicReference<>();
        RowRecords rows = new RowRecords(MeshRows.of(settings), settings, () -> meter.set(new Meter()));
        try (TemporaryDirectory checkpoints = TemporaryDirectory.create();
                BenchCluster flink =
                        new BenchCluster(1, StateBackend.heap, settings.checkpointInterval(), checkpoints.path())) {
            StreamExecutionEnvironment env = flink.environment();
            define(env, rows);
            JobID job = flink.run(env);
            try (Meter started = Objects.requireNonNull(meter.get(), "the warm-up never ended")) {
                Usage usage = started.usage();
                BenchCluster.Checkpoints all = flink.checkpoints(job);
                return new Round(usage, all.completed(), all.largestBytes());
            }
        } finally {
            rows.release();
        }
    }

    private static void define(StreamExecutionEnvironment env, RowRecords rows) {
        DetectionJob.configure(env);
        env.setParallelism(1);
        DetectionConfig behaviour = DetectionConfig.defaults();
        RowWatermarks times = new RowWatermarks(behaviour.disorder(), behaviour.idleness(), behaviour.settling());
        DataStream<OtlpRecord> edges = env.fromSource(
                        new DataGeneratorSource<>(rows, rows.count(), OtlpRecord.TYPE), times, "rows")
                .uid("rows");
        MeshTopics topics = MeshTopics.of(edges, none(edges, "facts"), none(edges, "control"));
        DetectionOutputs outputs = DetectionTopology.define(
                new DetectionInputs(topics.edges(), topics.facts(), topics.control()), behaviour);
        discard(outputs.alerts(), "alerts");
        discard(outputs.scores(), "scores");
        discard(outputs.scoreMinutes(), "score-minutes");
        discard(outputs.models(), "models");
        discard(topics.deadLetters(), "dead-letters");
    }

    /** A topic without records, whose event time goes on with that of the rows. */
    private static DataStream<OtlpRecord> none(DataStream<OtlpRecord> rows, String name) {
        return rows.filter(record -> false).uid("no-" + name);
    }

    private static <T> void discard(DataStream<T> stream, String name) {
        stream.sinkTo(new DiscardingSink<>()).uid("discard-" + name);
    }

    /**
     * What was measured.
     *
     * @param usage of the measured minutes
     * @param checkpoints how many were completed, those of the warm-up included
     * @param stateBytes size of the largest of them, 0 if there was none
     */
    record Round(Usage usage, long checkpoints, long stateBytes) {}
}
