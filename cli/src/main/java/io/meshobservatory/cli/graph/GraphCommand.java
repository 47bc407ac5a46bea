/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.cli.recorded.RecordedRows;
import io.meshobservatory.cli.recorded.RecordingOptions;
import io.meshobservatory.core.window.WindowSize;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.flink.util.ExceptionUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    private static final String NAME = "graph";

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RecordingOptions recording = new RecordingOptions();

    @Option(names = "--format", description = "csv or json (default: ${DEFAULT-VALUE}).", defaultValue = "csv")
    private GraphFormat format = GraphFormat.csv;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        RecordedRows rows;
        try {
            rows = recording.read(WindowSize.ONE_HOUR, NAME, err);
        } catch (RecordingOptions.BadInputException bad) {
            err.println(NAME + ": " + bad.getMessage());
            return BAD_INPUT;
        } catch (Exception failed) {
            err.println(NAME + ": " + ExceptionUtils.stringifyException(failed));
            return FAILED;
        }
        RecordedGraph graph = RecordedGraph.of(rows);
        format.print(graph, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return explain(rows, graph, err);
    }

    /** What was not counted is said, and input without a single good request is bad input. */
    private static int explain(RecordedRows rows, RecordedGraph graph, PrintWriter err) {
        boolean good = rows.explain(NAME, err);
        for (Finding finding : graph.findings()) {
            err.println("graph: " + finding.node().namespace() + "/"
                    + finding.node().name() + ": " + finding.message() + " (" + finding.calls() + " calls)");
        }
        if (!good) {
            return BAD_INPUT;
        }
        if (graph.edges().isEmpty()) {
            err.println(
                    "graph: no calls in the input (expected: OTLP spans, mesh metrics or access logs of at least two services)");
        }
        return DONE;
    }
}
