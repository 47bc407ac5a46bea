/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.micro.MicroBenchmarks;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code observatory bench micro}: the JMH benchmarks of the inner pieces. */
@Command(
        name = "micro",
        description = {
            "Runs the JMH benchmarks of the inner pieces: decoder, traces, sums, sketch, serializers.",
            "Each runs in a JVM of its own; the last lines on standard output are JMH's table."
        },
        mixinStandardHelpOptions = true)
public final class BenchMicroCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Recorded OTLP spans on which they work.")
    @SuppressWarnings("NullAway") // set by picocli
    private Path file;

    @Option(names = "--only", description = "Regular expression of the names to run (default: all).")
    private String only = ".*";

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.isReadable(file)) {
            err.println("bench micro: " + file + ": no such file, or not readable");
            return BAD_INPUT;
        }
        try {
            MicroBenchmarks.run(only, file);
            return DONE;
        } catch (RunnerException failed) {
            err.println("bench micro: " + failed.getMessage());
            return FAILED;
        }
    }
}
