/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code observatory up} */
@Command(
        name = "up",
        description = "Runs everything in one process tree and waits for your OTLP.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Mixin
    private AllInOneOptions options = new AllInOneOptions();

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        AllInOneConfig config;
        try {
            config = options.toConfig("up");
        } catch (IllegalArgumentException badUsage) {
            throw new ParameterException(spec.commandLine(), badUsage.getMessage(), badUsage);
        }
        Session session = new Session(err);
        try (AllInOne all = AllInOne.start(config, System.getenv(), err::println)) {
            Addresses.print(all, err);
            session.run(options.runFor(), new Status(all, null));
            return 0;
        } catch (IOException | RuntimeException failed) {
            return session.failed("up", failed);
        } finally {
            session.end();
        }
    }
}
