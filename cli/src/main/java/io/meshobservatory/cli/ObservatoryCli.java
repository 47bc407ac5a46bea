/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli;

import io.meshobservatory.cli.allinone.DemoCommand;
import io.meshobservatory.cli.allinone.UpCommand;
import io.meshobservatory.cli.bench.BenchCommand;
import io.meshobservatory.cli.detect.DetectCommand;
import io.meshobservatory.cli.graph.GraphCommand;
import io.meshobservatory.cli.replay.ReplayCommand;
import io.meshobservatory.cli.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code observatory}. Exit codes: 0 done, 1 failure, 2 bad usage or input. */
@Command(
        name = "observatory",
        description = "A streaming analytics engine for service meshes.",
        mixinStandardHelpOptions = true,
        version = "Mesh Observatory 0.1.0-SNAPSHOT",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            GraphCommand.class,
            DetectCommand.class,
            ReplayCommand.class,
            SimulateCommand.class,
            BenchCommand.class
        })
public final class ObservatoryCli {
    private ObservatoryCli() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, for whoever wants to run it within this process. */
    public static CommandLine commandLine() {
        return new CommandLine(new ObservatoryCli());
    }
}
