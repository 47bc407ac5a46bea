/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code up} and {@code demo} share. */
final class AllInOneOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept (default: .observatory/<command>).")
    private @Nullable Path data;

    @Option(
            names = "--grpc-port",
            description = "OTLP/gRPC (default: ${DEFAULT-VALUE}; 0: any).",
            defaultValue = "4317")
    private int grpcPort;

    @Option(
            names = "--http-port",
            description = "OTLP/HTTP (default: ${DEFAULT-VALUE}; 0: any).",
            defaultValue = "4318")
    private int httpPort;

    @Option(
            names = "--api-port",
            description = "API and dashboard (default: ${DEFAULT-VALUE}; 0: any).",
            defaultValue = "8080")
    private int apiPort;

    @Option(
            names = "--flink-port",
            description = "Flink's web page (default: ${DEFAULT-VALUE}).",
            defaultValue = "8081")
    private int flinkPort;

    @Option(
            names = "--parallelism",
            description = "Subtasks of each operator of the job (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int parallelism;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "Stop by itself after this long, as 90s, 2m or 1h (default: run until Ctrl-C).",
            converter = io.meshobservatory.cli.simulate.DurationConverter.class)
    private @Nullable Duration runFor;

    AllInOneConfig toConfig(String command) {
        Path directory = data == null ? Path.of(".observatory", command) : data;
        return new AllInOneConfig(directory, grpcPort, httpPort, apiPort, flinkPort, parallelism);
    }

    @Nullable
    Duration runFor() {
        return runFor;
    }
}
