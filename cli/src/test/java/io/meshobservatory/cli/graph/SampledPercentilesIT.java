/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.cli.simulator.Durations;
import io.meshobservatory.cli.simulator.EdgeTruth;
import io.meshobservatory.cli.simulator.MeshSimulator;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioReader;
import io.meshobservatory.cli.simulator.SimulatedRequest;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.connectors.otlp.file.OtlpFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Percentiles of traces that are sampled at 1 % are those of all calls. A percentile of a sample has an error of its own,
 * which no analysis can mend, and which follows from the number of samples alone: the rank of the sample's p-quantile among
 * all calls lies within three standard deviations, 3 sqrt(p (1 - p) / n), of p. Where the true latencies at both ends of
 * that range are within {@value #BAR} of the true percentile, the samples suffice, and the graph is held to that bar.
 * Elsewhere it is held to the range itself, and to the width of the sketch's classes.
 */
class SampledPercentilesIT {
    private static final double BAR = 0.02;
    /** What the graph's sketches promise. */
    private static final double SKETCH = 0.01;

    private static final double STANDARD_DEVIATIONS = 3;
    private static final int MIN_SAMPLES = 9_000;
    private static final Instant FROM = Instant.parse("2026-01-05T14:00:00Z");
    private static final Duration DURATION = Duration.ofMinutes(8);
    private static final Map<String, Double> PERCENTILES = new TreeMap<>(Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99));

    private static final String SCENARIO = """
            name: busy
            mesh: istio
            cluster: Kubernetes
            signals: [traces]
            sampling: 0.01
            network: { p50_ms: 0.3, p99_ms: 2 }
            services:
              - { name: istio-ingressgateway, namespace: istio-system, gateway: true }
              - name: shop
                latency: { p50_ms: 20, p99_ms: 50 }
                calls: [ { to: stock, path: /stock/1 }, { to: stock, path: /prices/1 } ]
              - { name: stock, latency: { p50_ms: 8, p99_ms: 20 } }
            entries:
              - { name: buyers, via: istio-ingressgateway, to: shop, path: /shop, requests_per_second: 2000 }
            """;

    @TempDir
    Path directory;

    /** One percentile of one edge. */
    private record Compared(String name, long samples, double truth, double low, double high, double seen) {
        boolean isHeldToTheBar() {
            return samplingError() < BAR;
        }

        double samplingError() {
            return Math.max(high / truth, truth / low) - 1;
        }

        double error() {
            return Math.abs(seen / truth - 1);
        }

        String report() {
            return String.format(
                    Locale.ROOT,
                    "%d samples, true %.3f ms, seen %.3f ms, off by %.2f %%, error of sampling at most %.2f %%, %s",
                    samples,
                    truth,
                    seen,
                    100 * error(),
                    100 * samplingError(),
                    isHeldToTheBar() ? "held to 2 %" : "too few samples for 2 %");
        }
    }

    @Test
    @DisplayName("with 1 % of the traces, percentiles are within 2 % of the truth where so many samples can tell")
    void withinTwoPercent() throws Exception {
        Path recording = directory.resolve("busy.otlp");
        SortedMap<SimulatedEdge, EdgeTruth> truth = record(recording);
        Map<String, JsonNode> edges =
                GraphRun.of("graph", "--format", "json", recording.toString()).edges();

        List<Compared> all = new ArrayList<>();
        truth.forEach((edge, really) -> {
            if (really.client().count() > 0) {
                String name = edge.source().name() + " -> " + edge.destination().name();
                all.addAll(compare(name, really, edges.get(key(edge))));
            }
        });
        // kept in the report of the test: which percentiles were held to the bar, and how near they came
        all.forEach(one -> System.out.println(one.name() + ": " + one.report()));

        assertThat(all).hasSize(2 * PERCENTILES.size());
        assertThat(all).allSatisfy(one -> {
            assertThat(one.seen()).as(one.name()).isBetween(one.low() * (1 - SKETCH), one.high() * (1 + SKETCH));
            if (one.isHeldToTheBar()) {
                assertThat(one.error()).as(one.name() + ": " + one.report()).isLessThan(BAR);
            }
        });
        assertThat(all.stream().filter(Compared::isHeldToTheBar).map(Compared::name))
                .contains("shop -> stock p50", "shop -> stock p95")
                .contains("istio-ingressgateway -> shop p50", "istio-ingressgateway -> shop p95");
    }

    private static List<Compared> compare(String name, EdgeTruth truth, JsonNode edge) {
        Durations durations = truth.client();
        JsonNode latency = edge.get("client_latency");
        long samples = latency.get("calls").asLong();
        assertThat(samples).as(name).isEqualTo(truth.sampledCalls()).isGreaterThan(MIN_SAMPLES);
        assertThat((double) samples / durations.count()).as(name).isBetween(0.009, 0.011);
        List<Compared> compared = new ArrayList<>();
        PERCENTILES.forEach((percentile, p) -> {
            double margin = STANDARD_DEVIATIONS * Math.sqrt(p * (1 - p) / samples);
            compared.add(new Compared(
                    name + ' ' + percentile,
                    samples,
                    durations.quantileMillis(p),
                    durations.quantileMillis(p - margin),
                    durations.quantileMillis(Math.min(1, p + margin)),
                    latency.get(percentile + "_ms").asDouble()));
        });
        return compared;
    }

    private static SortedMap<SimulatedEdge, EdgeTruth> record(Path recording) throws IOException, ScenarioException {
        MeshSimulator.Feed feed =
                new MeshSimulator(ScenarioReader.read(SCENARIO), 7).arrivingBetween(FROM, FROM.plus(DURATION));
        try (OtlpFileWriter file = OtlpFileWriter.open(recording)) {
            for (SimulatedRequest request = feed.next(); request != null; request = feed.next()) {
                file.write(request.message().toByteArray());
            }
        }
        return feed.truth().edges();
    }

    private static String key(SimulatedEdge edge) {
        return edge.source().namespace() + '/' + edge.source().name() + " -> "
                + edge.destination().namespace() + '/' + edge.destination().name() + ' ' + edge.protocol();
    }
}
