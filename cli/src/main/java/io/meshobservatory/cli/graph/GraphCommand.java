/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.jobs.servicegraph.ServiceGraphTopology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code observatory graph FILE...} */
@Command(
        name = "graph",
        description = "Prints the service graph of recorded OTLP, computed by the real job.",
        mixinStandardHelpOptions = true)
public final class GraphCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final int MAX_PARALLELISM = ServiceGraphTopology.MAX_PARALLELISM;

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What the Collector's file exporter writes (protobuf or JSON lines, .gz too); - is stdin.")
    private List<String> files = List.of();

    @Option(names = "--format", description = "csv or json (default: ${DEFAULT-VALUE}).", defaultValue = "csv")
    private GraphFormat format = GraphFormat.csv;

    @Option(names = "--kind", description = "What protobuf files hold: spans, metrics or logs (default: by looking).")
    private @Nullable String kind;

    @Option(
            names = "--parallelism",
            description =
                    "Over how many subtasks the work is spread; the result is the same (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private int parallelism;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        List<Path> paths = new ArrayList<>();
        OtlpSignal signal;
        try {
            signal = signal(kind);
            if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
                throw new IllegalArgumentException(
                        "--parallelism: " + parallelism + " (expected: from 1 to " + MAX_PARALLELISM + ")");
            }
            for (String file : files) {
                paths.add(file.equals("-") ? fromStandardInput() : existing(file));
            }
        } catch (IllegalArgumentException badUsage) {
            err.println("graph: " + badUsage.getMessage());
            return BAD_INPUT;
        }
        RecordedGraph graph;
        LongAdder read = new LongAdder();
        try (ReadProgress progress = new ReadProgress(err, read)) {
            graph = RecordedGraph.of(paths, signal, parallelism, read);
        } catch (Exception failed) {
            return report(failed, paths, signal, err);
        }
        format.print(graph, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return explain(graph, err);
    }

    /** Flink does not say which file it could not read, so after a failure they are read once more without it. */
    private static int report(Exception failed, List<Path> files, @Nullable OtlpSignal kind, PrintWriter err) {
        for (Path file : files) {
            try (OtlpFileReader reader = OtlpFileReader.open(Files.newInputStream(file), file.toString(), kind)) {
                while (reader.next() != null) {
                    // reading on until the damage shows
                }
            } catch (IOException damaged) {
                err.println("graph: " + damaged.getMessage());
                return BAD_INPUT;
            }
        }
        err.println("graph: " + ExceptionUtils.stringifyException(failed));
        return FAILED;
    }

    /** What was not counted is said, and input without a single good request is bad input. */
    private static int explain(RecordedGraph graph, PrintWriter err) {
        graph.dropped()
                .forEach((reason, spans) -> err.println("graph: " + spans + " spans not counted: " + reason.label()));
        if (graph.unparsedLogLines() > 0) {
            err.println("graph: " + graph.unparsedLogLines() + " log lines fit no known format; one of them: "
                    + graph.firstUnparsedLine());
        }
        for (Finding finding : graph.findings()) {
            err.println("graph: " + finding.node().namespace() + "/"
                    + finding.node().name() + ": " + finding.message() + " (" + finding.calls() + " calls)");
        }
        if (graph.undecodable() > 0) {
            err.println("graph: " + graph.undecodable() + " requests could not be decoded; the first: "
                    + graph.firstProblem());
            return BAD_INPUT;
        }
        if (graph.edges().isEmpty()) {
            err.println(
                    "graph: no calls in the input (expected: OTLP spans, mesh metrics or access logs of at least two services)");
        }
        return DONE;
    }

    private static @Nullable OtlpSignal signal(@Nullable String kind) {
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case "spans" -> OtlpSignal.SPANS;
            case "metrics" -> OtlpSignal.METRICS;
            case "logs" -> OtlpSignal.LOGS;
            default -> throw new IllegalArgumentException("--kind: " + kind + " (expected: spans, metrics or logs)");
        };
    }

    private static Path existing(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(file + ": no such file");
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(file + ": cannot be read");
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
