/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.bridge.BridgeBench;
import io.meshobservatory.benchmarks.bridge.BridgeBenchSettings;
import io.meshobservatory.benchmarks.bridge.BridgeReport;
import io.meshobservatory.benchmarks.meter.TemporaryDirectory;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.cli.embedded.EmbeddedKafka;
import io.meshobservatory.cli.simulate.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code observatory bench bridge}: the bridge beside a bare Kafka producer, over a recording in memory. */
@Command(
        name = "bridge",
        description = {
            "Measures the bridge, over gRPC and over HTTP, until Kafka has acknowledged.",
            "In the same process, a bare Kafka producer sends the same bytes to the same broker: the yardstick.",
            "The last line on standard output is a JSON object with the medians of all rounds."
        },
        mixinStandardHelpOptions = true)
public final class BenchBridgeCommand extends RecordingCommand {
    private static final Duration RETENTION = Duration.ofHours(1);

    @Option(
            names = "--kafka",
            paramLabel = "ADDRESS",
            description = "Kafka to write to, host:port (default: one of its own in this process).")
    private @Nullable String kafka;

    @Option(names = "--batch", description = "Spans in a request (default: ${DEFAULT-VALUE}).")
    private int batch = 500;

    @Option(names = "--in-flight", description = "Requests not yet answered (default: ${DEFAULT-VALUE}).")
    private int inFlight = 16;

    @Option(
            names = "--connections",
            description = "Connections over gRPC, and client threads (default: ${DEFAULT-VALUE}).")
    private int connections = 2;

    @Option(
            names = "--producer-threads",
            description = "Threads that call the bare producer (default: ${DEFAULT-VALUE}).")
    private int producerThreads = 2;

    @Option(names = "--partitions", description = "Partitions of the topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 4;

    @Option(names = "--gzip", description = "Compress the requests to the bridge.")
    private boolean gzip;

    @Option(names = "--rounds", description = "Measured rounds (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--round",
            description = "How long each contender sends in a round (default: ${DEFAULT-VALUE}).",
            defaultValue = "15s",
            converter = DurationConverter.class)
    private Duration round = Duration.ofSeconds(15);

    @Option(
            names = "--warm-up",
            description = "How long each contender sends before the first round (default: ${DEFAULT-VALUE}).",
            defaultValue = "45s",
            converter = DurationConverter.class)
    private Duration warmUp = Duration.ofSeconds(45);

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Recording recording;
        try {
            settings("unused:0"); // before minutes are spent
            recording = Recording.read(readableFile());
        } catch (IllegalArgumentException | IOException bad) {
            err.println("bench bridge: " + bad.getMessage());
            return BAD_INPUT;
        }
        String configured = kafka;
        BridgeReport report = configured == null ? withOwnKafka(recording) : measure(recording, configured);
        print(report.toJson());
        String problem = report.problem();
        if (!problem.isEmpty()) {
            err.println("bench bridge: not all spans arrived: " + problem);
            return FAILED;
        }
        return DONE;
    }

    private BridgeReport withOwnKafka(Recording recording) throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                EmbeddedKafka own = EmbeddedKafka.start(directory.path(), RETENTION)) {
            return measure(recording, own.bootstrapServers());
        }
    }

    private BridgeReport measure(Recording recording, String address) throws Exception {
        return new BridgeBench(recording, settings(address), this::print).run();
    }

    private BridgeBenchSettings settings(String address) {
        return new BridgeBenchSettings(
                address, batch, inFlight, connections, producerThreads, partitions, gzip, rounds, round, warmUp);
    }
}
