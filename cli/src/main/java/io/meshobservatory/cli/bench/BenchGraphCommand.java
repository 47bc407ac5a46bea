/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.cluster.StateBackend;
import io.meshobservatory.benchmarks.graph.GraphBench;
import io.meshobservatory.benchmarks.graph.GraphBenchSettings;
import io.meshobservatory.benchmarks.graph.GraphReport;
import io.meshobservatory.benchmarks.recording.MeshVariant;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.cli.simulate.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code observatory bench graph}: the service-graph topology over a recording in memory. */
@Command(
        name = "graph",
        description = {
            "Measures the service-graph job: decoding, traces in keyed state, windows, a sink that counts.",
            "In the same process, protobuf-java parses the same bytes on one thread: the yardstick.",
            "The last line on standard output is a JSON object with the medians of all rounds."
        },
        mixinStandardHelpOptions = true)
public final class BenchGraphCommand extends RecordingCommand {

    @Option(names = "--parallelism", description = "Subtasks of each operator (default: ${DEFAULT-VALUE}).")
    private int parallelism = 1;

    @Option(
            names = "--checkpoint",
            description = "Time between checkpoints (default: ${DEFAULT-VALUE}).",
            defaultValue = "10s",
            converter = DurationConverter.class)
    private Duration checkpoint = Duration.ofSeconds(10);

    @Option(names = "--state", description = "heap or rocksdb (default: ${DEFAULT-VALUE}).")
    private StateBackend state = StateBackend.heap;

    @Option(names = "--rounds", description = "Measured rounds (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--round",
            description = "How long a round lasts (default: ${DEFAULT-VALUE}).",
            defaultValue = "25s",
            converter = DurationConverter.class)
    private Duration round = Duration.ofSeconds(25);

    @Option(
            names = "--warm-up",
            description = "How long to run before the first round (default: ${DEFAULT-VALUE}).",
            defaultValue = "30s",
            converter = DurationConverter.class)
    private Duration warmUp = Duration.ofSeconds(30);

    @Option(
            names = "--copies",
            description = "Deal the traces out to so many copies of the mesh, each with services of its own names"
                    + " (default: ${DEFAULT-VALUE}).")
    private int copies = 1;

    @Option(
            names = "--event-rate",
            description = "Spans in a second of event time (default: as recorded; of several copies, "
                    + MeshVariant.RATE_OF_COPIES
                    + "; 0: as recorded). The state is that of a job that runs in real time at this rate.")
    private @Nullable Long eventRate;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Recording recording;
        GraphBenchSettings settings;
        try {
            settings = new GraphBenchSettings(parallelism, checkpoint, state, rounds, round, warmUp);
            long rate = eventRate != null ? eventRate : copies > 1 ? MeshVariant.RATE_OF_COPIES : 0;
            recording = new MeshVariant(copies, rate).of(Recording.read(readableFile()));
        } catch (IllegalArgumentException | IOException bad) {
            err.println("bench graph: " + bad.getMessage());
            return BAD_INPUT;
        }
        GraphReport report = new GraphBench(recording, settings, this::print).run();
        print(report.toJson());
        String problem = report.problem();
        if (!problem.isEmpty()) {
            err.println("bench graph: the edges are wrong: " + problem);
            return FAILED;
        }
        return DONE;
    }
}
