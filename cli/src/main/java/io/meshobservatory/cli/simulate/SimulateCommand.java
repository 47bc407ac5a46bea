/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.replay.Progress;
import io.meshobservatory.cli.simulator.EdgeTruth;
import io.meshobservatory.cli.simulator.MeshSimulator;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.SimulatedRequest;
import io.meshobservatory.cli.simulator.SimulatedTruth;
import io.meshobservatory.cli.simulator.TruthJson;
import io.meshobservatory.cli.simulator.attack.AttackKind;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code simulate}. Exit codes: 0 done, 2 bad usage or scenario, 1 writing failed. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the telemetry of a simulated mesh: what its proxies and applications would export.",
            "",
            "SCENARIO is the name of one that comes with the program (--list), or a YAML file like those (--print)."
                    + " The same scenario, seed and times give the same bytes."
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "A name of --list, or a YAML file.")
    private @Nullable String scenarioName;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where to write the OTLP; in gzip if the name ends in .gz. A name in .jsonl or .jsonl.gz gives"
                            + " OTLP/JSON with all signals in one file; else the first signal is written there, and each"
                            + " other one beside it, with its name before the ending.")
    private @Nullable Path out;

    @Option(names = "--seed", paramLabel = "N", description = "Another seed, another traffic. Default: 1")
    private long seed = 1;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "When it begins. Default: 2026-01-05T00:00:00Z, a Monday")
    private Instant from = Instant.parse("2026-01-05T00:00:00Z");

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long requests arrive, such as 90s, 10m, 2h, 7d. Default: 10m")
    private Duration length = Duration.ofMinutes(10);

    @Option(
            names = "--signals",
            paramLabel = "NAMES",
            split = ",",
            description = "Which telemetry the mesh sends: some of traces, metrics, access_logs, with commas between."
                    + " Default: as the scenario says")
    private @Nullable List<String> signals;

    @Option(
            names = "--sampling",
            paramLabel = "RATIO",
            description = "The ratio of traces that are recorded, above 0, at most 1. Default: as the scenario says")
    private @Nullable Double sampling;

    @Mixin
    private final IncidentOptions incidents = new IncidentOptions();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Where to write what really happened, as JSON: every edge with its calls, errors, flags, refusals,"
                            + " latencies and versions, what each signal carries of it, and attacks and faults with"
                            + " who, where and when.")
    private @Nullable Path labels;

    @Option(names = "--list", description = "Lists the scenarios that come with the program.")
    private boolean list;

    @Option(names = "--print", description = "Prints the YAML of a scenario, to copy and change.")
    private boolean print;

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec, "spec");
        PrintWriter stdout = command.commandLine().getOut();
        PrintWriter stderr = command.commandLine().getErr();
        if (list) {
            for (String name : ScenarioLibrary.names()) {
                stdout.printf("%-18s %s%n", name, ScenarioLibrary.scenario(name).description());
            }
            stdout.flush();
            return DONE;
        }
        String name = scenarioName;
        if (name == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "SCENARIO is missing (expected: a YAML file, or one of "
                            + String.join(", ", ScenarioLibrary.names()) + ")");
        }
        try {
            ScenarioText text = ScenarioText.of(name);
            if (print) {
                stdout.print(text.yaml());
                stdout.flush();
                return DONE;
            }
            Path target = out;
            if (target == null) {
                throw new ParameterException(
                        command.commandLine(), "--out is missing (expected: a file, such as simulated.otlp.gz)");
            }
            return simulate(adjusted(text.scenario(), command), target, stderr);
        } catch (ScenarioException | OutputFile.CannotCreateException bad) {
            return fail(stderr, bad.getMessage(), BAD_INPUT);
        }
    }

    private Scenario adjusted(Scenario scenario, CommandSpec command) {
        Scenario adjusted = scenario;
        Double ratio = sampling;
        if (ratio != null) {
            if (!(ratio > 0 && ratio <= 1)) {
                throw new ParameterException(
                        command.commandLine(), "--sampling: " + ratio + " (expected: above 0, at most 1)");
            }
            adjusted = adjusted.withSampling(ratio);
        }
        List<String> names = signals;
        if (names == null) {
            return adjusted;
        }
        Set<Signal> chosen = EnumSet.noneOf(Signal.class);
        for (String name : names) {
            chosen.add(Signal.ofLabel(name)
                    .orElseThrow(() -> new ParameterException(
                            command.commandLine(),
                            "--signals: '" + name + "' (expected: some of " + String.join(", ", Signal.labels())
                                    + ")")));
        }
        return adjusted.withSignals(chosen);
    }

    private int simulate(Scenario scenario, Path target, PrintWriter stderr)
            throws OutputFile.CannotCreateException, ScenarioException {
        SimulationPlan plan = incidents.plan(scenario, new Period(from, from.plus(length)), seed);
        warn(plan, stderr);
        Progress progress = new Progress(stderr, "simulate", length.toMillis());
        SimulatedTruth truth;
        List<Path> files;
        try (TelemetryFiles telemetry = TelemetryFiles.open(target, scenario.signals());
                OutputFile labelsFile = labels == null ? null : OutputFile.create(labels)) {
            truth = writeTelemetry(plan, telemetry, progress);
            telemetry.keep();
            files = telemetry.paths();
            if (labelsFile != null) {
                TruthJson.write(
                        labelsFile.stream(), scenario.name(), seed, from, from.plus(length), truth, plan.labels());
                labelsFile.keep();
            }
        } catch (OutputFile.CannotCreateException bad) {
            throw bad;
        } catch (IOException failed) {
            progress.clear();
            return fail(
                    stderr,
                    "writing failed: " + failed.getMessage() + " ("
                            + failed.getClass().getSimpleName() + ")",
                    FAILED);
        }
        progress.clear();
        printSummary(stderr, scenario, files, truth, progress.seconds());
        return DONE;
    }

    /** Tells what happens, and what the telemetry that was asked for cannot show. */
    private static void warn(SimulationPlan plan, PrintWriter stderr) {
        for (Label label : plan.labels()) {
            stderr.printf(
                    "simulate: %s from %s to %s: %s%n", label.id(), label.start(), label.end(), label.description());
            boolean blind = label.kind().equals(AttackKind.MTLS_DOWNGRADE.name())
                    && plan.timeline().whole().signals().equals(EnumSet.of(Signal.TRACES));
            if (blind) {
                stderr.println("simulate: Istio's spans do not tell of mutual TLS; add --signals traces,metrics");
            }
        }
        stderr.flush();
    }

    private SimulatedTruth writeTelemetry(SimulationPlan plan, TelemetryFiles files, Progress progress)
            throws IOException {
        MeshSimulator.Feed feed = new MeshSimulator(plan.timeline(), seed, 1).arrivingBetween(from, from.plus(length));
        for (SimulatedRequest request = feed.next(); request != null; request = feed.next()) {
            files.write(request);
            if (progress.isDue()) {
                long doneMillis = TimeUnit.NANOSECONDS.toMillis(request.sendTimeNanos()) - from.toEpochMilli();
                progress.update(
                        doneMillis,
                        String.format(Locale.ROOT, "%,d requests", feed.truth().requests()));
            }
        }
        return feed.truth();
    }

    private void printSummary(
            PrintWriter stderr, Scenario scenario, List<Path> files, SimulatedTruth truth, double seconds) {
        EdgeTruth.Counts total = truth.total();
        stderr.printf(
                Locale.ROOT,
                "simulate: %s from %s to %s in %s: %,d requests, %,d spans, %,d data points, %,d log records;"
                        + " %,d calls (%,d errors) on %d edges, %.1f s%n",
                scenario.name(),
                from,
                from.plus(length),
                files.get(0),
                truth.requests(),
                truth.spans(),
                truth.points(),
                truth.logRecords(),
                total.calls(),
                total.errors(),
                truth.edges().size(),
                seconds);
        for (Path other : files.subList(1, files.size())) {
            stderr.printf("simulate: and %s, as a file of this form holds one signal%n", other);
        }
        if (total.calls() == 0) {
            stderr.println("simulate: nothing happened; raise requests_per_second, or give more time with --for");
        }
        stderr.flush();
    }

    private static int fail(PrintWriter stderr, @Nullable String message, int exitCode) {
        stderr.println("simulate: " + message);
        stderr.flush();
        return exitCode;
    }
}
