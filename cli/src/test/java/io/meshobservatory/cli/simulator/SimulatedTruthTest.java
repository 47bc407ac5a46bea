/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.simulator.NaiveGraph.Calls;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.TraceLinker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulator says it did is what its spans say, to the call. */
class SimulatedTruthTest {
    @ParameterizedTest
    @CsvSource({"bookinfo, 1", "bookinfo, 2", "bookinfo, 3", "shop, 1", "shop, 2", "shop, 3", "storm, 1", "storm, 2"})
    void equalsANaiveReadingOfTheSpans(String scenario, long seed) {
        List<SimulatedRequest> requests =
                Simulations.arriving(Simulations.scenario(scenario), seed, Duration.ofMinutes(2));
        assertThat(requests).isNotEmpty();
        assertThat(NaiveGraph.of(Simulations.spans(requests))).isEqualTo(visible(Simulations.truth(requests)));
    }

    /** The product itself, span by span through its decoder and linker, comes to the same. */
    @ParameterizedTest
    @CsvSource({"bookinfo, 7", "shop, 7", "storm, 7"})
    void equalsWhatTheServiceGraphFinds(String scenario, long seed) throws Exception {
        List<SimulatedRequest> requests =
                Simulations.arriving(Simulations.scenario(scenario), seed, Duration.ofMinutes(2));
        Map<TraceId, List<Span>> traces = new HashMap<>();
        SpanDecoder decoder = new SpanDecoder();
        for (SimulatedRequest request : requests) {
            for (Span span : decoder.decode(request.request().toByteArray()).spans()) {
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
            }
        }
        SortedMap<SimulatedEdge, Calls> found = new TreeMap<>();
        for (List<Span> trace : traces.values()) {
            for (Call call : TraceLinker.link(trace)) {
                boolean rejected =
                        call.outcome() == Outcome.REJECTED_HTTP_4XX || call.outcome() == Outcome.REJECTED_GRPC;
                Calls calls = new Calls(1, call.outcome().isFailure() ? 1 : 0, rejected ? 1 : 0);
                found.merge(edge(call), calls, Calls::plus);
            }
        }
        assertThat(found).isEqualTo(visible(Simulations.truth(requests)));
    }

    /** A storm has each kind of failure, and retries that nobody sees. */
    @ParameterizedTest
    @CsvSource({"storm, 1"})
    void countsEveryFate(String scenario, long seed) {
        SimulatedTruth truth =
                Simulations.truth(Simulations.arriving(Simulations.scenario(scenario), seed, Duration.ofMinutes(2)));
        SimulatedTruth.Counts retried = truth.edges().get(new SimulatedEdge("one", "front", "two", "back", "http"));
        assertThat(retried).isNotNull();
        assertThat(retried.errors()).isPositive();
        assertThat(retried.rejected()).isPositive();
        assertThat(retried.unseenAttempts()).isPositive();
        SimulatedTruth.Counts gateway = truth.edges().get(new SimulatedEdge("edge", "gateway", "one", "front", "http"));
        assertThat(gateway).isNotNull();
        assertThat(gateway.unseenAttempts()).isZero();
        assertThat(gateway.calls())
                .isGreaterThan(truth.edges()
                        .get(new SimulatedEdge("-", "internet", "edge", "gateway", "http"))
                        .calls());
    }

    private static SortedMap<SimulatedEdge, Calls> visible(SimulatedTruth truth) {
        SortedMap<SimulatedEdge, Calls> calls = new TreeMap<>();
        truth.edges().forEach((edge, counts) -> {
            if (counts.calls() > 0) {
                calls.put(edge, new Calls(counts.calls(), counts.errors(), counts.rejected()));
            }
        });
        return calls;
    }

    private static SimulatedEdge edge(Call call) {
        Node source = call.edge().source();
        Node destination = call.edge().destination();
        return new SimulatedEdge(
                source.namespace(),
                source.name(),
                destination.namespace(),
                destination.name(),
                call.edge().protocol());
    }
}
