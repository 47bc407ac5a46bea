/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.latency.LatencyBench;
import io.meshobservatory.benchmarks.latency.LatencyReport;
import io.meshobservatory.benchmarks.latency.LatencySettings;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.cli.simulate.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code observatory bench latency}: from a span's arrival to its edge in the API. */
@Command(
        name = "latency",
        description = {
            "Measures how long it takes from the arrival of a span at the bridge until its edge can be read",
            "through the API, while a recording is sent at a steady rate. Needs an instance that runs",
            "(./observatory up). The last line on standard output is a JSON object with the figures."
        },
        mixinStandardHelpOptions = true)
public final class BenchLatencyCommand extends RecordingCommand {

    @Option(names = "--otlp", description = "Where the bridge takes OTLP/HTTP (default: ${DEFAULT-VALUE}).")
    private URI otlp = URI.create("http://127.0.0.1:4318");

    @Option(names = "--api", description = "Where the query API is (default: ${DEFAULT-VALUE}).")
    private URI api = URI.create("http://127.0.0.1:8080");

    @Option(names = "--rate", description = "Spans per second of load (default: ${DEFAULT-VALUE}).")
    private long rate = 20_000;

    @Option(
            names = "--settle",
            description = "How long to send before the first probe (default: ${DEFAULT-VALUE}).",
            defaultValue = "30s",
            converter = DurationConverter.class)
    private Duration settle = Duration.ofSeconds(30);

    @Option(
            names = "--for",
            description = "How long probes are sent (default: ${DEFAULT-VALUE}).",
            defaultValue = "60s",
            converter = DurationConverter.class)
    private Duration duration = Duration.ofSeconds(60);

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LatencyBench bench;
        try {
            LatencySettings settings = new LatencySettings(otlp, api, rate, settle, duration);
            bench = new LatencyBench(Recording.read(readableFile()), settings, Clock.systemUTC(), err::println);
        } catch (IllegalArgumentException | IOException bad) {
            err.println("bench latency: " + bad.getMessage());
            return BAD_INPUT;
        }
        try {
            LatencyReport report = bench.run();
            print(report.toJson());
            return report.seenMillis().length == report.probes() ? DONE : FAILED;
        } catch (IOException unreachable) {
            err.println("bench latency: " + unreachable + " (expected: an instance at " + otlp + " and " + api + ")");
            return FAILED;
        }
    }
}
