/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import io.meshobservatory.cli.replay.OtlpSender;
import io.meshobservatory.cli.simulator.LiveTraffic;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
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
        description = "Runs everything in one process tree, with the traffic of a simulated mesh.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
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
        try (AllInOne all = AllInOne.start(config, System.getenv(), err::println);
                LiveTraffic traffic = LiveTraffic.start(scenario, seed, rate, new OtlpSender(all.otlpHttp(), seed))) {
            Addresses.print(all, err);
            if (!headless) {
                openBrowser(all.dashboard());
            }
            session.run(options.runFor(), new Status(all, traffic));
            return 0;
        } catch (IOException | RuntimeException failed) {
            return session.failed("demo", failed);
        } finally {
            session.end();
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
