/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.StatedEdge;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a scenario states of itself is what happens in it. */
class ScenarioGraphTest {
    static Stream<String> shipped() {
        return ScenarioLibrary.names().stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    @DisplayName(
            "every shipped scenario states its graph, and the simulation makes exactly its edges, by the signals told")
    void theStatementIsTheTruth(String name) {
        Scenario scenario = Simulations.scenario(name).withSignals(EnumSet.allOf(Signal.class));
        SimulatedTruth truth =
                Simulations.run(scenario, 1, Duration.ofMinutes(6)).truth();
        Map<SimulatedEdge, StatedEdge> stated =
                ScenarioGraph.of(scenario).stream().collect(Collectors.toMap(StatedEdge::edge, Function.identity()));

        assertThat(truth.edges().keySet()).isEqualTo(new TreeSet<>(stated.keySet()));
        truth.edges().forEach((edge, happened) -> {
            Set<Signal> seen = EnumSet.noneOf(Signal.class);
            if (happened.counts().calls() > 0) {
                seen.add(Signal.TRACES);
            }
            if (!happened.metrics().isEmpty()) {
                seen.add(Signal.METRICS);
            }
            if (!happened.logs().isEmpty()) {
                seen.add(Signal.ACCESS_LOGS);
            }
            assertThat(seen).as("%s", edge).isEqualTo(stated.get(edge).seenIn());
        });
        assertThat(ScenarioLibrary.yaml(name)).contains("\ngraph:\n");
    }

    @ParameterizedTest
    @MethodSource("shipped")
    @DisplayName("calls are between the stated versions, apart from those that nobody answered")
    void versionsAreThoseStated(String name) {
        Scenario scenario = Simulations.scenario(name);
        SimulatedTruth truth =
                Simulations.run(scenario, 2, Duration.ofMinutes(2)).truth();
        for (StatedEdge stated : ScenarioGraph.of(scenario)) {
            EdgeTruth happened = truth.edges().get(stated.edge());
            if (happened != null) {
                assertThat(happened.versions().keySet().stream()
                                .filter(versions -> !versions.destination().equals("unknown")))
                        .as("%s", stated)
                        .isSubsetOf(stated.versions());
            }
        }
    }

    @Test
    @DisplayName("two clusters are both named at the two ends of a call")
    void clustersAreNamed() {
        assertThat(ScenarioGraph.of(Simulations.scenario("two-clusters"))).anySatisfy(edge -> {
            assertThat(edge.edge().source().cluster()).isEqualTo("east");
            assertThat(edge.edge().destination().cluster()).isEqualTo("west");
            assertThat(edge.to()).isEqualTo("catalog");
        });
    }

    private static final String STATED = """
            name: small
            services:
              - { name: gate, gateway: true }
              - { name: a, calls: [ { to: b } ] }
              - { name: b, versions: [ { name: v1 }, { name: v2 } ] }
            entries: [ { name: users, via: gate, to: a } ]
            graph:
              - { from: internet, to: gate }
              - { from: gate, to: a, from_kind: GATEWAY }
              - { from: a, to: b, to_versions: [v1, v2] }
            """;

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "  - { from: a, to: b, to_versions: [v1, v2] }\n",
                        "",
                        "graph: { from: a, to: b, protocol: http } is missing"),
                Arguments.of(
                        "{ from: internet, to: gate }",
                        "{ from: internet, to: a }",
                        "internet calls gate by http, but not a by http"),
                Arguments.of(
                        "to: b, to_versions",
                        "to: b, protocol: grpc, to_versions",
                        "a calls b by http, but not b by grpc"),
                Arguments.of(
                        "from_kind: GATEWAY",
                        "from_kind: SERVICE",
                        "graph[1].from_kind: \"SERVICE\" (expected: GATEWAY)"),
                Arguments.of("[v1, v2]", "[v1]", "graph[2].to_versions: [\"v1\"] (expected: [v1, v2])"),
                Arguments.of(
                        "to_versions: [v1, v2]",
                        "seen_in: [metrics]",
                        "graph[2].seen_in: [\"metrics\"] (expected: [traces, metrics, access_logs])"),
                Arguments.of("to: a, from_kind", "too: a, from_kind", "graph[1].to: missing"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    @DisplayName("a statement that does not agree with the calls is an error that says what is missing")
    void wrongStatementsAreRefused(String replace, String by, String message) throws ScenarioException {
        assertThat(ScenarioReader.read(STATED).services()).hasSize(3);
        assertThat(STATED).contains(replace);
        assertThatThrownBy(() -> ScenarioReader.read(STATED.replace(replace, by)))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }
}
