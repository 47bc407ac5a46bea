/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.detect;

import io.meshobservatory.cli.recorded.RecordedRows;
import io.meshobservatory.cli.recorded.RecordingOptions;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.detection.DetectionOptions;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import io.meshobservatory.models.story.Control;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code observatory detect FILE...} */
@Command(
        name = "detect",
        description =
                "Prints the alerts of recorded OTLP, found by the real jobs: the service graph's, then detection.",
        mixinStandardHelpOptions = true)
public final class DetectCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final String NAME = "detect";

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RecordingOptions recording = new RecordingOptions();

    @Option(
            names = "--format",
            description = "ocsf (a Detection Finding in each line) or table (default: ${DEFAULT-VALUE}).",
            defaultValue = "ocsf")
    private AlertFormat format = AlertFormat.ocsf;

    @Option(names = "--all-states", description = "Print each state of each alert as it was told, not only its last.")
    private boolean allStates;

    @Option(
            names = "--control",
            paramLabel = "FILE",
            description = "What people say about alerts: a record of the topic mesh_control in each line.")
    private @Nullable Path controlFile;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "An option of the detection job, as -D detection.quiet=30min; may be repeated.")
    private Map<String, String> jobOptions = new LinkedHashMap<>();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        RecordedRows rows;
        List<Alert> alerts;
        DetectionConfig config;
        List<Control> controls;
        try {
            config = DetectionOptions.parse(arguments());
            controls = controlFile == null ? List.of() : ControlFile.read(controlFile);
        } catch (IllegalArgumentException | IOException wrong) {
            err.println(NAME + ": " + wrong.getMessage());
            return BAD_INPUT;
        }
        try {
            rows = recording.read(WindowSize.ONE_MINUTE, NAME, err);
            alerts = Detection.run(
                    inTime(rows.edges()).iterator(),
                    factsInTime(rows.facts()).iterator(),
                    controls,
                    config,
                    recording.parallelism());
        } catch (RecordingOptions.BadInputException bad) {
            err.println(NAME + ": " + bad.getMessage());
            return BAD_INPUT;
        } catch (Exception failed) {
            err.println(NAME + ": " + ExceptionUtils.stringifyException(failed));
            return FAILED;
        }
        format.print(allStates ? alerts : last(alerts), spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        if (!rows.explain(NAME, err)) {
            return BAD_INPUT;
        }
        if (rows.edges().isEmpty()) {
            err.println("detect: no calls in the input"
                    + " (expected: OTLP spans, mesh metrics or access logs of at least two services)");
        }
        return DONE;
    }

    /** As the job's own main gets them. */
    private String[] arguments() {
        return jobOptions.entrySet().stream()
                .flatMap(option -> Stream.of("--" + option.getKey(), option.getValue()))
                .toArray(String[]::new);
    }

    /** The last state of each, in the order in which they were first told. */
    private static List<Alert> last(List<Alert> states) {
        Map<String, Alert> last = new LinkedHashMap<>();
        states.forEach(state -> last.put(state.id(), state));
        return List.copyOf(last.values());
    }

    private static List<EdgeRow> inTime(List<EdgeRow> rows) {
        List<EdgeRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(EdgeRow::windowStartMillis).thenComparing(EdgeRow::edge));
        return sorted;
    }

    private static List<FactRow> factsInTime(List<FactRow> facts) {
        List<FactRow> sorted = new ArrayList<>(facts);
        sorted.sort(Comparator.comparingLong(FactRow::windowStartMillis));
        return sorted;
    }
}
