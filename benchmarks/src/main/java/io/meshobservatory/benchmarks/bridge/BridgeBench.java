/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import io.meshobservatory.benchmarks.bridge.Load.Acknowledged;
import io.meshobservatory.benchmarks.meter.Meter;
import io.meshobservatory.benchmarks.meter.Throughput;
import io.meshobservatory.benchmarks.meter.Usage;
import io.meshobservatory.benchmarks.recording.Recording;
import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.OtlpBridge;
import io.meshobservatory.bridge.validate.RecordSlicer;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the bridge over gRPC and over HTTP in turns with a bare Kafka producer, which sends the same bytes to the same broker
 * with the same settings. Client, bridge and producer are in this process. Ratios between the contenders hold on a noisy
 * machine, absolute figures do not.
 */
public final class BridgeBench {
    /** Connections are made and metadata fetched before the clock starts. */
    private static final Duration PRELUDE = Duration.ofMillis(500);

    private final List<SpanBatch> batches;
    private final BridgeBenchSettings settings;
    private final Consumer<String> progress;

    /**
     * @param progress told after each round, one line at a time
     * @throws IOException if the recording is no OTLP
     */
    public BridgeBench(Recording recording, BridgeBenchSettings settings, Consumer<String> progress)
            throws IOException {
        this.batches = SpanBatches.of(
                recording,
                settings.batch(),
                RecordSlicer.of(BridgeConfig.defaults().limits()));
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs all rounds.
     *
     * @throws IllegalStateException if Kafka does not answer
     */
    public BridgeReport run() throws InterruptedException {
        for (Contender contender : Contender.values()) {
            run(contender, settings.warmUp());
        }
        Map<Contender, List<BridgeRound>> rounds = new EnumMap<>(Contender.class);
        for (int i = 1; i <= settings.rounds(); i++) {
            for (Contender contender : Contender.values()) {
                rounds.computeIfAbsent(contender, first -> new ArrayList<>()).add(run(contender, settings.round()));
            }
            progress.accept(BridgeReport.describe(i, rounds));
        }
        return new BridgeReport(settings, Meter.collectorNames(), batches, rounds);
    }

    private BridgeRound run(Contender contender, Duration duration) throws InterruptedException {
        try (BenchTopic topic = new BenchTopic(settings.kafka(), settings.partitions())) {
            BridgeConfig config = BridgeConfig.defaults()
                    .withListen("127.0.0.1", 0, 0)
                    .withKafka(settings.kafka())
                    .withTopic(OtlpSignal.SPANS, topic.name());
            return switch (contender) {
                case PRODUCER -> {
                    try (ProducerLane lane = new ProducerLane(batches, config)) {
                        yield measure(lane, settings.producerThreads(), contender, duration, topic);
                    }
                }
                case GRPC -> {
                    try (OtlpBridge bridge = OtlpBridge.start(config);
                            BridgeLane lane = BridgeLane.grpc(bridge.grpcPort(), batches, settings)) {
                        yield measure(lane, 1, contender, duration, topic);
                    }
                }
                case HTTP -> {
                    try (OtlpBridge bridge = OtlpBridge.start(config);
                            BridgeLane lane = BridgeLane.http(bridge.httpPort(), batches, settings)) {
                        yield measure(lane, 1, contender, duration, topic);
                    }
                }
            };
        }
    }

    private BridgeRound measure(Lane lane, int threads, Contender contender, Duration duration, BenchTopic topic)
            throws InterruptedException {
        Acknowledged before = new Load(lane, batches, settings.inFlight()).run(threads, PRELUDE);
        try (Meter meter = new Meter()) {
            ThreadTimes start = ThreadTimes.now();
            Acknowledged done = new Load(lane, batches, settings.inFlight()).run(threads, duration);
            Usage usage = meter.usage();
            ThreadTimes end = ThreadTimes.now();
            double jvm = usage.cpuSeconds() - done.cpuSeconds() - end.secondsSince(start, thread -> true);
            double client = end.secondsSince(start, thread -> thread.startsWith(BridgeLane.THREADS));
            double carrier = end.secondsSince(start, contender::isCarriedBy);
            boolean bare = contender == Contender.PRODUCER;
            return new BridgeRound(
                    new Throughput(done.spans(), done.bytes(), usage),
                    carrier + Math.max(0, jvm) + (bare ? done.cpuSeconds() : 0),
                    client + (bare ? 0 : done.cpuSeconds()),
                    before.records() + done.records(),
                    topic.records(),
                    before.failures() > 0 ? before.firstFailure() : done.firstFailure());
        }
    }
}
