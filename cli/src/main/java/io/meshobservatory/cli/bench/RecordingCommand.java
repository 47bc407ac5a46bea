/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the benchmarks have in common: each works on a recording. */
abstract class RecordingCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Recorded OTLP spans, as the Collector's file exporter writes them.")
    @SuppressWarnings("NullAway") // set by picocli
    private Path file;

    /**
     * The recording.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    Path readableFile() {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + ": no such file, or not readable");
        }
        return file;
    }

    /** Prints a line on standard output, at once. */
    void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
