/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
        Session session = new Session(err);
        try (AllInOne all = AllInOne.start(options.toConfig("up"), System.getenv(), err::println)) {
            Addresses.print(all, err);
            session.run(options.runFor(), new Status(all, null));
        } finally {
            session.end();
        }
        return 0;
    }
}
