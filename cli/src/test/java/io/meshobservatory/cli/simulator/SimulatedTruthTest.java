/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.cli.simulator.NaiveGraph.Calls;
import io.meshobservatory.cli.simulator.Simulations.Run;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.TraceLinker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
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
        Run run = Simulations.run(Simulations.scenario(scenario), seed, Duration.ofMinutes(2));
        assertThat(run.requests()).isNotEmpty();
        assertThat(NaiveGraph.of(Simulations.spans(run.requests()))).isEqualTo(visible(run.truth()));
    }

    /** The product itself, span by span through its decoder and linker, comes to the same. */
    @ParameterizedTest
    @CsvSource({
        "bookinfo, 7",
        "shop, 7",
        "storm, 7",
        "ambient, 7",
        "bookstore-envoy, 7",
        "security-platform, 7",
        "threat-modelling, 7",
        "traefik-keycloak, 7",
        "two-clusters, 7"
    })
    void equalsWhatTheServiceGraphFinds(String scenario, long seed) throws Exception {
        Run run = Simulations.run(
                Simulations.scenario(scenario).withSignals(EnumSet.of(Signal.TRACES)), seed, Duration.ofMinutes(2));
        Map<TraceId, List<Span>> traces = new HashMap<>();
        SpanDecoder decoder = new SpanDecoder();
        for (SimulatedRequest request : run.requests()) {
            for (Span span : decoder.decode(request.message().toByteArray()).spans()) {
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
            }
        }
        SortedMap<SimulatedEdge, Calls> found = new TreeMap<>();
        for (List<Span> trace : traces.values()) {
            for (Call call : TraceLinker.link(trace)) {
                boolean rejected =
                        call.outcome() == Outcome.REJECTED_HTTP_4XX || call.outcome() == Outcome.REJECTED_GRPC;
                Calls calls = new Calls(1, call.outcome().isFailure() ? 1 : 0, rejected ? 1 : 0);
                found.merge(named(edge(call), run.truth()), calls, Calls::plus);
            }
        }
        assertThat(found).isEqualTo(visible(run.truth()));
    }

    /** A storm has each kind of failure, and retries that nobody sees. */
    @ParameterizedTest
    @CsvSource({"storm, 1"})
    void countsEveryFate(String scenario, long seed) {
        SimulatedTruth truth = Simulations.run(Simulations.scenario(scenario), seed, Duration.ofMinutes(2))
                .truth();
        EdgeTruth.Counts retried = counts(truth, "front", "back");
        assertThat(retried.errors()).isPositive();
        assertThat(retried.rejected()).isPositive();
        assertThat(retried.unseenAttempts()).isPositive();
        EdgeTruth.Counts gateway = counts(truth, "gateway", "front");
        assertThat(gateway.unseenAttempts()).isZero();
        assertThat(gateway.calls())
                .isGreaterThan(counts(truth, "internet", "gateway").calls());
    }

    private static EdgeTruth.Counts counts(SimulatedTruth truth, String source, String destination) {
        return truth.edges().entrySet().stream()
                .filter(edge -> edge.getKey().source().name().equals(source)
                        && edge.getKey().destination().name().equals(destination)
                        && edge.getKey().protocol().equals("http"))
                .map(edge -> edge.getValue().counts())
                .findFirst()
                .orElseThrow();
    }

    private static SortedMap<SimulatedEdge, Calls> visible(SimulatedTruth truth) {
        SortedMap<SimulatedEdge, Calls> calls = new TreeMap<>();
        truth.edges().forEach((edge, edgeTruth) -> {
            EdgeTruth.Counts counts = edgeTruth.counts();
            if (counts.calls() > 0) {
                calls.put(edge, new Calls(counts.calls(), counts.errors(), counts.rejected()));
            }
        });
        return calls;
    }

    private static SimulatedEdge edge(Call call) {
        return new SimulatedEdge(
                node(call.edge().source()),
                node(call.edge().destination()),
                call.edge().protocol());
    }

    /** A callee that never answers within its trace is known by name only; the job joins it with the service it knows. */
    private static SimulatedEdge named(SimulatedEdge edge, SimulatedTruth truth) {
        SimulatedNode node = edge.destination();
        SimulatedNode service =
                new SimulatedNode(node.cluster(), node.namespace(), node.name(), SimulatedNode.Kind.SERVICE);
        SimulatedEdge joined = new SimulatedEdge(edge.source(), service, edge.protocol());
        boolean unknown = node.kind() == SimulatedNode.Kind.UNKNOWN;
        return unknown && truth.edges().containsKey(joined) ? joined : edge;
    }

    private static SimulatedNode node(Node node) {
        return new SimulatedNode(
                node.cluster(),
                node.namespace(),
                node.name(),
                SimulatedNode.Kind.valueOf(node.kind().name()));
    }
}
