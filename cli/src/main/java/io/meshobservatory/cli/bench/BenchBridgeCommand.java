/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.bench;

import io.meshobservatory.benchmarks.bridge.BridgeBench;
import io.meshobservatory.benchmarks.bridge.BridgeBenchSettings;
import io.meshobservatory.benchmarks.bridge.BridgeReport;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.cli.embedded.EmbeddedKafka;
import io.meshobservatory.cli.simulate.DurationConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code observatory bench bridge}: the bridge beside a bare Kafka producer, over a recording in memory. */
@Command(
        name = "bridge",
        description = {
            "Measures the bridge, over gRPC and over HTTP, until Kafka has acknowledged.",
            "In the same process, a bare Kafka producer sends the same bytes to the same broker: the yardstick.",
            "The last line on standard output is a JSON object with the medians of all rounds."
        },
        mixinStandardHelpOptions = true)
public final class BenchBridgeCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final Duration RETENTION = Duration.ofHours(1);

    @Spec
    @SuppressWarnings("NullAway") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Recorded OTLP spans, as the Collector's file exporter writes them.")
    @SuppressWarnings("NullAway") // set by picocli
    private Path file;

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
            defaultValue = "30s",
            converter = DurationConverter.class)
    private Duration warmUp = Duration.ofSeconds(30);

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Recording recording;
        try {
            settings("unused:0"); // before minutes are spent
            if (!Files.isReadable(file)) {
                throw new IllegalArgumentException(file + ": no such file, or not readable");
            }
            recording = Recording.read(file);
        } catch (IllegalArgumentException | IOException bad) {
            err.println("bench bridge: " + bad.getMessage());
            return BAD_INPUT;
        }
        String configured = kafka;
        BridgeReport report = configured == null ? withOwnKafka(recording) : measure(recording, configured);
        spec.commandLine().getOut().println(report.toJson());
        spec.commandLine().getOut().flush();
        String problem = report.problem();
        if (!problem.isEmpty()) {
            err.println("bench bridge: not all spans arrived: " + problem);
            return FAILED;
        }
        return DONE;
    }

    private BridgeReport withOwnKafka(Recording recording) throws Exception {
        Path directory = Files.createTempDirectory("observatory-bench");
        try (EmbeddedKafka own = EmbeddedKafka.start(directory, RETENTION)) {
            return measure(recording, own.bootstrapServers());
        } finally {
            delete(directory);
        }
    }

    private BridgeReport measure(Recording recording, String address) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        return new BridgeBench(recording, settings(address), line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
    }

    private BridgeBenchSettings settings(String address) {
        return new BridgeBenchSettings(
                address, batch, inFlight, connections, producerThreads, partitions, gzip, rounds, round, warmUp);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : files) {
            Files.deleteIfExists(path);
        }
    }
}
