/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.forest.ForestBench;
import io.meshobservatory.benchmarks.forest.LabelledTable;
import io.meshobservatory.benchmarks.forest.TableReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code observatory bench forest}: the isolation forest on a labelled table. */
@Command(
        name = "forest",
        description = {
            "Measures how well the isolation forest ranks the anomalies of a labelled table.",
            "It is trained on all rows without the labels, as the detection job would, and scores the same rows.",
            "The last line on standard output is a JSON object: means over the seeds, and each.",
            "One line for each seed is on standard error. The same seed gives the same scores: see scores_crc32."
        },
        mixinStandardHelpOptions = true)
public final class BenchForestCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "CSV, may be gzipped: a header, features, last column label (1 is an anomaly, 0 is not); - is"
                    + " standard input.")
    @SuppressWarnings("NullAway") // set by picocli
    private Path file;

    @Option(names = "--seeds", description = "Runs with the seeds 1 to this one (default: ${DEFAULT-VALUE}).")
    private int seeds = 10;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (seeds < 1 || seeds > 10_000) {
            err.println("bench forest: --seeds " + seeds + " (expected: 1 to 10000)");
            return RecordingCommand.BAD_INPUT;
        }
        try {
            String json = new ForestBench(read(), err::println).run(seeds).toJson(file.toString());
            out.println(json);
            out.flush();
            return RecordingCommand.DONE;
        } catch (IllegalArgumentException | IOException bad) {
            err.println("bench forest: " + file + ": " + bad.getMessage());
            return RecordingCommand.BAD_INPUT;
        }
    }

    private LabelledTable read() throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return TableReader.read(System.in);
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("no such file, or not readable");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return TableReader.read(in);
        }
    }
}
