/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.simulator.ScenarioGraph;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph of each scenario is what the scenario says of itself, and what really happened in it. */
class SimulatedMeshIT {
    @TempDir
    Path directory;

    static List<String> scenarios() {
        return ScenarioLibrary.names();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @DisplayName("who calls whom, how often and with how many errors is what the scenario states and what happened")
    void equalsTheStatement(String scenario) throws IOException {
        Map<String, JsonNode> truth = simulate(scenario, "--for", "2m", "--seed", "7");
        Map<String, JsonNode> edges = graph();

        Set<String> stated = ScenarioGraph.of(ScenarioLibrary.scenario(scenario)).stream()
                .map(edge -> key(edge.edge()))
                .collect(Collectors.toSet());
        assertThat(stated).containsAll(edges.keySet());
        assertThat(edges.keySet())
                .isEqualTo(truth.entrySet().stream()
                        .filter(edge -> edge.getValue().get("calls").asLong() > 0 || isMetered(edge.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
        edges.forEach((key, edge) -> assertCalls(key, edge, truth.get(key)));
    }

    @Test
    @DisplayName(
            "one mesh told by sampled traces, metrics and logs at once is one graph with the counts of the metrics")
    void threeWays() throws IOException {
        Map<String, JsonNode> truth =
                simulate("bookinfo", "--for", "10m", "--signals", "traces,metrics,access_logs", "--sampling", "0.01");
        Map<String, JsonNode> edges = graph();

        assertThat(edges.keySet()).isEqualTo(truth.keySet());
        List<String> metered = new ArrayList<>();
        truth.forEach((key, really) -> {
            JsonNode edge = edges.get(key);
            assertThat(edge.get("sampled_calls").asLong())
                    .as(key)
                    .isEqualTo(really.get("sampled_calls").asLong());
            JsonNode source = really.at("/metrics/source");
            if (!source.isMissingNode()) {
                metered.add(key);
                assertThat(edge.at("/basis/calls").asText()).isEqualTo("metrics");
                assertThat(edge.at("/basis/latency").asText()).isEqualTo("traces");
                assertThat(edge.get("mtls").asText()).isEqualTo("mutual");
                for (String figure : List.of("calls", "errors", "request_bytes", "response_bytes")) {
                    assertThat(edge.get(figure).asLong())
                            .as(key + ' ' + figure)
                            .isEqualTo(source.get(figure).asLong());
                }
            }
        });
        assertThat(metered).hasSize(4);
    }

    private static void assertCalls(String key, JsonNode edge, JsonNode truth) {
        JsonNode source = truth.at("/metrics/source");
        JsonNode reporter = source.isMissingNode()
                ? truth.get("metrics").elements().hasNext()
                        ? truth.get("metrics").elements().next()
                        : truth
                : source;
        JsonNode expected = edge.at("/basis/calls").asText().equals("metrics") ? reporter : truth;
        if (edge.at("/basis/calls").asText().equals("none")) {
            return;
        }
        assertThat(edge.get("calls").asLong())
                .as("calls of %s", key)
                .isEqualTo(expected.get("calls").asLong());
        assertThat(edge.get("errors").asLong())
                .as("errors of %s", key)
                .isEqualTo(expected.get("errors").asLong());
    }

    private static boolean isMetered(JsonNode edge) {
        return !edge.get("metrics").isEmpty();
    }

    private Map<String, JsonNode> simulate(String scenario, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("simulate", scenario));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", recording(), "--labels", labels()));
        GraphRun run = GraphRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, JsonNode> truth = new TreeMap<>();
        for (JsonNode edge :
                new ObjectMapper().readTree(Path.of(labels()).toFile()).get("edges")) {
            String key = end(edge, "source") + " -> " + end(edge, "destination") + ' '
                    + edge.get("protocol").asText();
            truth.put(key, edge);
        }
        return truth;
    }

    private Map<String, JsonNode> graph() {
        Map<String, JsonNode> edges = new TreeMap<>();
        for (JsonNode edge :
                GraphRun.of("graph", "--format", "json", recording()).json().get("edges")) {
            String key = end(edge.get("source")) + " -> " + end(edge.get("destination")) + ' '
                    + edge.get("protocol").asText();
            edges.put(key, edge);
        }
        return edges;
    }

    private String recording() {
        return directory.resolve("mesh.jsonl.gz").toString();
    }

    private String labels() {
        return directory.resolve("truth.json").toString();
    }

    private static String end(JsonNode edge, String side) {
        return String.join(
                "/",
                edge.get(side + "_cluster").asText(),
                edge.get(side + "_namespace").asText(),
                edge.get(side).asText(),
                edge.get(side + "_kind").asText());
    }

    private static String end(JsonNode node) {
        return String.join(
                "/",
                node.get("cluster").asText(),
                node.get("namespace").asText(),
                node.get("name").asText(),
                node.get("kind").asText());
    }

    private static String key(SimulatedEdge edge) {
        return end(edge.source()) + " -> " + end(edge.destination()) + ' ' + edge.protocol();
    }

    private static String end(SimulatedNode node) {
        return String.join(
                "/", node.cluster(), node.namespace(), node.name(), node.kind().name());
    }
}
