/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.recorded;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.servicegraph.ServiceGraphTopology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands that run the service-graph job over recordings are told. */
public final class RecordingOptions {
    private static final int MAX_PARALLELISM = ServiceGraphTopology.MAX_PARALLELISM;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What the Collector's file exporter writes (protobuf or JSON lines, .gz too); - is stdin.")
    private List<String> files = List.of();

    @Option(names = "--kind", description = "What protobuf files hold: spans, metrics or logs (default: by looking).")
    private @Nullable String kind;

    @Option(
            names = "--parallelism",
            description =
                    "Over how many subtasks the work is spread; the result is the same (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private int parallelism;

    /** The files could not be read, or an option has no such value; the message is for people. */
    public static final class BadInputException extends Exception {
        private static final long serialVersionUID = 1L;

        BadInputException(String message) {
            super(message);
        }
    }

    /** Over how many subtasks the work is spread. */
    public int parallelism() {
        return parallelism;
    }

    /**
     * Runs the job over the files, and shows on the way how many requests were read.
     *
     * @param size of which windows rows are wanted
     * @param command who asks, for messages
     * @throws BadInputException if it is the input's fault
     * @throws Exception whatever else fails in the job
     */
    public RecordedRows read(WindowSize size, String command, PrintWriter err) throws Exception {
        if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
            throw new BadInputException(
                    "--parallelism: " + parallelism + " (expected: from 1 to " + MAX_PARALLELISM + ")");
        }
        OtlpSignal signal = signal();
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            paths.add(file.equals("-") ? fromStandardInput() : existing(file));
        }
        LongAdder read = new LongAdder();
        try (ReadProgress progress = new ReadProgress(err, command, read)) {
            return RecordedRows.of(paths, signal, size, parallelism, read);
        } catch (Exception failed) {
            throwIfDamaged(paths, signal);
            throw failed;
        }
    }

    /** Flink does not say which file it could not read, so after a failure they are read once more without it. */
    private static void throwIfDamaged(List<Path> files, @Nullable OtlpSignal kind) throws BadInputException {
        for (Path file : files) {
            try (OtlpFileReader reader = OtlpFileReader.open(Files.newInputStream(file), file.toString(), kind)) {
                while (reader.next() != null) {
                    // reading on until the damage shows
                }
            } catch (IOException damaged) {
                throw new BadInputException(String.valueOf(damaged.getMessage()));
            }
        }
    }

    private @Nullable OtlpSignal signal() throws BadInputException {
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case "spans" -> OtlpSignal.SPANS;
            case "metrics" -> OtlpSignal.METRICS;
            case "logs" -> OtlpSignal.LOGS;
            default -> throw new BadInputException("--kind: " + kind + " (expected: spans, metrics or logs)");
        };
    }

    private static Path existing(String file) throws BadInputException {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new BadInputException(file + ": no such file");
        }
        if (!Files.isReadable(path)) {
            throw new BadInputException(file + ": cannot be read");
        }
        return path;
    }

    /** Flink reads files, perhaps more than once, so what comes by the pipe becomes one. */
    private static Path fromStandardInput() throws IOException {
        Path copy = Files.createTempFile("observatory-stdin", ".otlp");
        copy.toFile().deleteOnExit();
        Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }
}
