/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import io.meshobservatory.cli.replay.OtlpSender;
import io.meshobservatory.cli.simulate.DurationConverter;
import io.meshobservatory.cli.simulator.LiveTraffic;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code observatory demo} */
@Command(
        name = "demo",
        description = "Runs everything in one process tree, with the traffic of a simulated mesh and attacks on it.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    /** So much of the script is told beforehand. */
    private static final Duration ANNOUNCED = Duration.ofHours(2);

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Mixin
    private AllInOneOptions options = new AllInOneOptions();

    @Option(names = "--headless", description = "Do not open the dashboard in a browser.")
    private boolean headless;

    @Option(
            names = "--scenario",
            description = "The simulated mesh (default: ${DEFAULT-VALUE}).",
            defaultValue = "shop")
    private String scenarioName = ScenarioLibrary.DEFAULT;

    @Option(names = "--seed", description = "Seed of the simulation (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed;

    @Option(names = "--rate", description = "Multiplies the traffic (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private double rate;

    @Option(
            names = "--history",
            paramLabel = "DURATION",
            description = "How much of the past a first start makes up, as detection compares the present with it;"
                    + " it judges a workload after an hour (default: ${DEFAULT-VALUE}).",
            defaultValue = "70m",
            converter = DurationConverter.class)
    private Duration history = Duration.ofMinutes(70);

    @Option(names = "--peaceful", description = "No scripted attacks.")
    private boolean peaceful;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Scenario scenario;
        AllInOneConfig config;
        try {
            scenario = ScenarioLibrary.scenario(scenarioName);
            config = options.toConfig("demo");
        } catch (IllegalArgumentException badUsage) {
            throw new ParameterException(spec.commandLine(), badUsage.getMessage(), badUsage);
        }
        Session session = new Session(err);
        try (AllInOne all = AllInOne.start(config, System.getenv(), err::println)) {
            Instant start = Instant.now();
            // what was seen before a stop is remembered, and is not told twice
            Instant begin = all.goesOn() ? start : start.minus(history);
            SimulationPlan plan = plan(scenario, begin, start);
            try (LiveTraffic traffic =
                    LiveTraffic.start(plan.timeline(), seed, rate, new OtlpSender(all.otlpHttp(), seed), begin)) {
                Addresses.print(all, err);
                if (!peaceful) {
                    DemoAttacks.print(plan, start.plus(ANNOUNCED), err);
                }
                if (!headless) {
                    openBrowser(all.dashboard());
                }
                session.run(options.runFor(), new Status(all, traffic));
            }
            return 0;
        } catch (IOException | RuntimeException failed) {
            return session.failed("demo", failed);
        } finally {
            session.end();
        }
    }

    private SimulationPlan plan(Scenario scenario, Instant begin, Instant start) throws IOException {
        try {
            return peaceful
                    ? SimulationPlan.of(scenario, new Period(begin, start.plus(ANNOUNCED)), List.of(), List.of(), seed)
                    : DemoAttacks.plan(scenario, begin, start, seed);
        } catch (ScenarioException broken) {
            throw new IOException(
                    "the attacks on " + scenarioName + " cannot be planned: " + broken.getMessage(), broken);
        }
    }

    /** A convenience that may fail: the address was printed. */
    private static void openBrowser(URI page) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        boolean display = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        if (!mac && !display) {
            return;
        }
        try {
            new ProcessBuilder(List.of(mac ? "open" : "xdg-open", page.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            // the address is on the terminal
        }
    }
}
