/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code observatory bench}: one command for each part that can be measured. */
@Command(
        name = "bench",
        description = "Measures how fast a part is on this machine, beside a yardstick, or how well it detects.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchGraphCommand.class,
            BenchBridgeCommand.class,
            BenchLatencyCommand.class,
            BenchMicroCommand.class,
            BenchForestCommand.class,
            BenchDetectCommand.class,
            BenchDetectCostCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "bench: what? (expected: one of " + spec.subcommands().keySet() + ")");
    }
}
