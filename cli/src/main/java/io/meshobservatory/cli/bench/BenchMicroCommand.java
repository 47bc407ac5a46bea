/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.micro.MicroBenchmarks;
import java.io.PrintWriter;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code observatory bench micro}: the JMH benchmarks of the inner pieces. */
@Command(
        name = "micro",
        description = {
            "Runs the JMH benchmarks of the inner pieces: decoder, traces, sums, sketch, serializers.",
            "Each runs in a JVM of its own; the last lines on standard output are JMH's table."
        },
        mixinStandardHelpOptions = true)
public final class BenchMicroCommand extends RecordingCommand {

    @Option(names = "--only", description = "Regular expression of the names to run (default: all).")
    private String only = ".*";

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            MicroBenchmarks.run(only, readableFile());
            return DONE;
        } catch (IllegalArgumentException bad) {
            err.println("bench micro: " + bad.getMessage());
            return BAD_INPUT;
        } catch (RunnerException failed) {
            err.println("bench micro: " + failed.getMessage());
            return FAILED;
        }
    }
}
