/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import io.meshobservatory.benchmarks.cluster.EarlierJobs;
import io.meshobservatory.benchmarks.meter.Meter;
import io.meshobservatory.benchmarks.meter.TemporaryDirectory;
import io.meshobservatory.benchmarks.meter.Throughput;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the service-graph topology over requests in memory, in turns with the yardstick: protobuf-java parsing the same
 * bytes on one thread of the same process. Ratios between the two hold on a noisy machine, absolute figures do not.
 */
public final class GraphBench {
    private static final double FIRST_GUESS_SPANS_PER_SECOND = 100_000;
    private static final int YARDSTICK_SHARE = 4;

    private final Recording recording;
    private final GraphBenchSettings settings;
    private final Consumer<String> progress;
    private long nextRepetition = 1;

    /** @param progress told after each round, one line at a time */
    public GraphBench(Recording recording, GraphBenchSettings settings, Consumer<String> progress) {
        this.recording = recording;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs all rounds.
     *
     * @throws Exception whatever fails in the job
     */
    public GraphReport run() throws Exception {
        EdgeCounts once = EdgeCounts.of(recording);
        try (TemporaryDirectory checkpoints = TemporaryDirectory.create();
                GraphRun job = new GraphRun(recording, settings, checkpoints.path())) {
            Yardstick.run(recording, settings.warmUp().dividedBy(YARDSTICK_SHARE));
            double rate = warmUp(job);
            List<Throughput> yardsticks = new ArrayList<>();
            List<GraphRound> rounds = new ArrayList<>();
            for (int i = 1; i <= settings.rounds(); i++) {
                yardsticks.add(Yardstick.run(recording, settings.round().dividedBy(YARDSTICK_SHARE)));
                GraphRound round = run(job, repetitions(rate, settings.round()));
                rate = round.throughput().spansPerSecond();
                rounds.add(round);
                progress.accept(GraphReport.describe(i, round, yardsticks.get(i - 1)));
            }
            return new GraphReport(
                    settings, Meter.collectorNames(), once, recording.spans(), rounds, yardsticks, openSpans());
        }
    }

    /** Two runs: the rate of a cold job says little about how many repetitions fill the time. */
    private double warmUp(GraphRun job) throws Exception {
        double rate = FIRST_GUESS_SPANS_PER_SECOND;
        for (int i = 0; i < 2; i++) {
            GraphRound round = run(job, repetitions(rate, settings.warmUp().dividedBy(2)));
            rate = round.throughput().spansPerSecond();
        }
        return rate;
    }

    private GraphRound run(GraphRun job, long repetitions) throws Exception {
        GraphRound round = job.run(nextRepetition, repetitions);
        // before the yardstick and the job that come next
        EarlierJobs.collect();
        nextRepetition += repetitions;
        return round;
    }

    private long repetitions(double spansPerSecond, Duration duration) {
        double wanted = spansPerSecond * duration.toMillis() / 1e3 / recording.spans();
        return Math.max(1, Math.round(wanted / settings.parallelism())) * settings.parallelism();
    }

    /** How many spans belong to windows that may still change, when event time goes on steadily. */
    private double openSpans() {
        ServiceGraphConfig behaviour = ServiceGraphConfig.defaults();
        long openMillis = behaviour.allowedLateness().toMillis()
                + behaviour.disorder().minus(behaviour.earliness()).toMillis()
                + WindowSize.TEN_SECONDS.millis() / 2;
        return (double) recording.spans() * openMillis / recording.periodMillis();
    }
}
