/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.cluster.StateBackend;
import io.meshobservatory.benchmarks.detection.DetectionCostBench;
import io.meshobservatory.benchmarks.detection.DetectionCostReport;
import io.meshobservatory.benchmarks.detection.DetectionCostSettings;
import io.meshobservatory.benchmarks.graph.GraphBenchSettings;
import io.meshobservatory.benchmarks.recording.MeshVariant;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.cli.simulate.DurationConverter;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code observatory bench detect-cost}: what detection costs beside the graph job. */
@Command(
        name = "detect-cost",
        description = {
            "Measures in one process the CPU of the graph job for a span of a large mesh (FILE in many copies), and the CPU of"
                    + " detection for a minute of the rows of a mesh of that size, made in memory.",
            "The last line on standard output is a JSON object; added_share is what detection adds to the cost of a span."
        },
        mixinStandardHelpOptions = true)
public final class BenchDetectCostCommand extends RecordingCommand {
    @Option(
            names = "--services",
            description = "Services of the mesh whose rows detection reads (default: ${DEFAULT-VALUE}).")
    private int services = 10_000;

    @Option(names = "--edges", description = "Edges called in each minute (default: ${DEFAULT-VALUE}).")
    private int edges = 60_000;

    @Option(
            names = "--copies",
            description = "Copies of the recorded mesh for the graph job (default: ${DEFAULT-VALUE}).")
    private int copies = 250;

    @Option(
            names = "--rate",
            description = "Spans in a second of event time that the mesh sends (default: ${DEFAULT-VALUE}).")
    private long rate = 100_000;

    @Option(names = "--minutes", description = "Measured minutes of rows (default: ${DEFAULT-VALUE}).")
    private int minutes = 30;

    @Option(names = "--warm-up-minutes", description = "Minutes of rows before them (default: ${DEFAULT-VALUE}).")
    private int warmUpMinutes = 20;

    @Option(
            names = "--checkpoint",
            description = "Time between checkpoints of both (default: ${DEFAULT-VALUE}).",
            defaultValue = "10s",
            converter = DurationConverter.class)
    private Duration checkpoint = Duration.ofSeconds(10);

    @Option(names = "--rounds", description = "Measured rounds of the graph job (default: ${DEFAULT-VALUE}).")
    private int rounds = 1;

    @Option(
            names = "--round",
            description = "How long such a round lasts (default: ${DEFAULT-VALUE}).",
            defaultValue = "60s",
            converter = DurationConverter.class)
    private Duration round = Duration.ofSeconds(60);

    @Option(
            names = "--warm-up",
            description = "How long the graph job runs before the first (default: ${DEFAULT-VALUE}).",
            defaultValue = "40s",
            converter = DurationConverter.class)
    private Duration warmUp = Duration.ofSeconds(40);

    @Override
    public Integer call() throws Exception {
        Recording recording;
        GraphBenchSettings graph;
        DetectionCostSettings detection;
        try {
            detection = new DetectionCostSettings(services, edges, rate, warmUpMinutes, minutes, checkpoint);
            graph = new GraphBenchSettings(1, checkpoint, StateBackend.heap, rounds, round, warmUp);
            recording = new MeshVariant(copies, rate).of(Recording.read(readableFile()));
        } catch (IllegalArgumentException | IOException bad) {
            spec.commandLine().getErr().println("bench detect-cost: " + bad.getMessage());
            return BAD_INPUT;
        }
        DetectionCostReport report = new DetectionCostBench(recording, graph, detection, this::print).run();
        print(report.toJson());
        return DONE;
    }
}
