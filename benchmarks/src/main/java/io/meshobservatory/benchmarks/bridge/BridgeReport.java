/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.benchmarks.meter.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What was measured, round by round. Immutable. */
public final class BridgeReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BridgeBenchSettings settings;
    private final String collectors;
    private final List<SpanBatch> batches;
    private final Map<Contender, List<BridgeRound>> rounds;

    BridgeReport(
            BridgeBenchSettings settings,
            String collectors,
            List<SpanBatch> batches,
            Map<Contender, List<BridgeRound>> rounds) {
        this.settings = settings;
        this.collectors = collectors;
        this.batches = batches;
        this.rounds = rounds;
    }

    /** The last of these rounds in one line. */
    static String describe(int number, Map<Contender, List<BridgeRound>> rounds) {
        BridgeRound producer = last(rounds, Contender.PRODUCER);
        BridgeRound grpc = last(rounds, Contender.GRPC);
        BridgeRound http = last(rounds, Contender.HTTP);
        return String.format(
                Locale.ROOT,
                "round %d: bare producer %,.0f spans/s (%,.0f on one core); gRPC %,.0f spans/s (%,.0f on one core), ratio %.3f;"
                        + " HTTP %,.0f spans/s (%,.0f on one core), ratio %.3f; process: %,.0f, %,.0f, %,.0f spans per CPU-second",
                number,
                producer.throughput().spansPerSecond(),
                producer.spansPerCarrierCpuSecond(),
                grpc.throughput().spansPerSecond(),
                grpc.spansPerCarrierCpuSecond(),
                grpc.throughput().spansPerSecond() / producer.throughput().spansPerSecond(),
                http.throughput().spansPerSecond(),
                http.spansPerCarrierCpuSecond(),
                http.throughput().spansPerSecond() / producer.throughput().spansPerSecond(),
                producer.throughput().spansPerCpuSecond(),
                grpc.throughput().spansPerCpuSecond(),
                http.throughput().spansPerCpuSecond());
    }

    /** What was lost or written twice, and where; empty if nothing was. */
    public String problem() {
        for (Map.Entry<Contender, List<BridgeRound>> contender : rounds.entrySet()) {
            for (BridgeRound round : contender.getValue()) {
                if (!round.problem().isEmpty()) {
                    return contender.getKey().name().toLowerCase(Locale.ROOT) + ": " + round.problem();
                }
            }
        }
        return "";
    }

    /** All figures as one line of JSON; each is the median over the rounds. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        long spans = batches.stream().mapToLong(SpanBatch::spans).sum();
        long bytes = batches.stream().mapToLong(batch -> batch.message().length).sum();
        json.put("benchmark", "bridge");
        json.put("batch", settings.batch());
        json.put("in_flight", settings.inFlight());
        json.put("connections", settings.connections());
        json.put("producer_threads", settings.producerThreads());
        json.put("partitions", settings.partitions());
        json.put("gzip", settings.gzip());
        json.put("rounds", settings.rounds());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("collectors", collectors);
        json.put("max_heap_bytes", Runtime.getRuntime().maxMemory());
        json.put("bytes_per_span", Figures.rounded((double) bytes / spans));
        json.put("bytes_per_request", Figures.rounded((double) bytes / batches.size()));
        json.put("client_is_in_this_process", true);
        for (Contender contender : Contender.values()) {
            put(json, contender);
        }
        json.put("ratio_to_producer", ratio(Contender.GRPC, BridgeReport::spansPerSecond));
        json.put("http_ratio_to_producer", ratio(Contender.HTTP, BridgeReport::spansPerSecond));
        json.put("ratio_per_cpu_second", ratio(Contender.GRPC, BridgeReport::spansPerCpuSecond));
        json.put("http_ratio_per_cpu_second", ratio(Contender.HTTP, BridgeReport::spansPerCpuSecond));
        json.put("all_arrived", problem().isEmpty());
        return json.toString();
    }

    private void put(ObjectNode json, Contender contender) {
        String prefix = contender.name().toLowerCase(Locale.ROOT);
        json.put(prefix + "_spans_per_second", median(contender, BridgeReport::spansPerSecond));
        json.put(
                prefix + "_megabytes_per_second",
                median(contender, round -> round.throughput().megabytesPerSecond()));
        json.put(prefix + "_spans_per_process_cpu_second", median(contender, BridgeReport::spansPerCpuSecond));
        json.put(prefix + "_spans_per_core", median(contender, BridgeRound::spansPerCarrierCpuSecond));
        json.put(
                prefix + "_client_cpu_share",
                median(
                        contender,
                        round -> round.clientCpuSeconds()
                                / round.throughput().usage().cpuSeconds()));
        json.put(
                prefix + "_gc_share",
                median(contender, round -> round.throughput().usage().gcShare()));
        json.put(
                prefix + "_allocated_bytes_per_span",
                median(contender, round -> round.throughput().allocatedBytesPerSpan()));
    }

    private double median(Contender contender, ToDoubleFunction<BridgeRound> figure) {
        return Figures.rounded(Figures.median(
                of(rounds, contender).stream().mapToDouble(figure).toArray()));
    }

    private double ratio(Contender contender, ToDoubleFunction<BridgeRound> rate) {
        List<BridgeRound> producer = of(rounds, Contender.PRODUCER);
        List<BridgeRound> measured = of(rounds, contender);
        return Figures.rounded(Figures.median(IntStream.range(0, measured.size())
                .mapToDouble(i -> rate.applyAsDouble(measured.get(i)) / rate.applyAsDouble(producer.get(i)))
                .toArray()));
    }

    private static double spansPerSecond(BridgeRound round) {
        return round.throughput().spansPerSecond();
    }

    private static double spansPerCpuSecond(BridgeRound round) {
        return round.throughput().spansPerCpuSecond();
    }

    private static BridgeRound last(Map<Contender, List<BridgeRound>> rounds, Contender contender) {
        List<BridgeRound> all = of(rounds, contender);
        return all.get(all.size() - 1);
    }

    private static List<BridgeRound> of(Map<Contender, List<BridgeRound>> rounds, Contender contender) {
        return Objects.requireNonNull(rounds.get(contender));
    }
}
