/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.cli.scoreboard.DetectBench;
import io.meshobservatory.cli.scoreboard.Suite;
import io.meshobservatory.jobs.detection.config.DetectionConfig;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code observatory bench detect}: the scoreboard of detection. */
@Command(
        name = "detect",
        description = {
            "Measures how well attacks are found, and how often something harmless is taken for one, on simulated meshes.",
            "Prints recall and time to detection for each kind and strength of attack, and false alerts per day and 100"
                    + " services on days with attacks, with faults only, and with neither. Attacks missed and false alerts"
                    + " are listed on standard error. The last line on standard output is a JSON object."
        },
        mixinStandardHelpOptions = true)
public final class BenchDetectCommand implements Callable<Integer> {
    private static final Set<String> TRIALS = Set.of("attacks", "faults", "benign");
    private static final int MAX_SEEDS = 1_000;

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--suite",
            description =
                    "tune or report (default: ${DEFAULT-VALUE}). Settings are chosen on the one and reported on the"
                            + " other: they have no seed in common.",
            defaultValue = "report")
    private Suite suite = Suite.report;

    @Option(
            names = "--seeds",
            description = "How many trials of each kind; each has three with attacks, one with faults, one with neither"
                    + " (default: ${DEFAULT-VALUE}).",
            defaultValue = "8")
    private int seeds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TRIALS",
            description = "Only trials of these kinds: attacks, faults, benign (default: all).")
    private List<String> only = List.of();

    @Option(
            names = "--parallelism",
            description = "Subtasks of the job (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private int parallelism;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String problem = problem();
        if (problem != null) {
            err.println("bench detect: " + problem);
            return RecordingCommand.BAD_INPUT;
        }
        DetectBench bench = new DetectBench(suite, seeds, DetectionConfig.defaults(), line -> {
            err.println(line);
            err.flush();
        });
        bench.run(new HashSet<>(only), parallelism);
        out.print(bench.table());
        out.println(bench.json());
        out.flush();
        return RecordingCommand.DONE;
    }

    private @Nullable String problem() {
        if (seeds < 1 || seeds > MAX_SEEDS) {
            return "--seeds " + seeds + " (expected: 1 to " + MAX_SEEDS + ")";
        }
        if (parallelism < 1) {
            return "--parallelism " + parallelism + " (expected: at least 1)";
        }
        if (!TRIALS.containsAll(only)) {
            return "--only " + String.join(",", only) + " (expected: some of attacks, faults, benign)";
        }
        return null;
    }
}
