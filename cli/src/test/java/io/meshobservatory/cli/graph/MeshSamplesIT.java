/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.cli.TestData;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real meshes sent gives the graphs that these meshes are known to have. */
class MeshSamplesIT {
    private static final String GATEWAY = "istio-system/istio-ingressgateway -> bookinfo/productpage http";
    private static final String DETAILS = "bookinfo/productpage -> bookinfo/details http";
    private static final String REVIEWS = "bookinfo/productpage -> bookinfo/reviews http";
    private static final String RATINGS = "bookinfo/reviews -> bookinfo/ratings http";

    @Test
    @DisplayName("a trace of Istio's sidecars is exactly the bookinfo graph")
    void sidecars() {
        Map<String, JsonNode> edges = graph("samples/kiali/responseTrace.json").edges();

        assertThat(edges.keySet()).containsExactlyInAnyOrder(GATEWAY, DETAILS, REVIEWS, RATINGS);
        assertOneCall(edges.get(GATEWAY), "latest", "v1", 5294, 11.932);
        assertThat(edges.get(GATEWAY).at("/source/kind").asText()).isEqualTo("GATEWAY");
        assertOneCall(edges.get(DETAILS), "v1", "v1", 178, 1.334);
        assertOneCall(edges.get(REVIEWS), "v1", "v2", 442, 2.724);
        assertOneCall(edges.get(RATINGS), "v2", "v1", 48, 0.85);
    }

    @Test
    @DisplayName("waypoints of an ambient mesh tell the same graph, on behalf of the services behind them")
    void ambient() {
        GraphRun run = graph("samples/kiali/responseAmbient.json");

        assertThat(run.edges().keySet())
                .containsExactlyInAnyOrder(
                        "unknown/unknown -> bookinfo/bookinfo-gateway-istio http",
                        "bookinfo/bookinfo-gateway-istio -> bookinfo/productpage http",
                        DETAILS,
                        REVIEWS);
        assertThat(run.edges().values()).allSatisfy(edge -> {
            assertThat(edge.get("calls").asLong()).isEqualTo(1);
            assertThat(edge.at("/destination/cluster").asText()).isEqualTo("Kubernetes");
            assertThat(edge.get("response_flags")).isEmpty();
        });
    }

    @Test
    @DisplayName("two scrapes of a sidecar give its edge with the increase between them, once")
    void metrics() {
        GraphRun run = graph("samples/istio-proxy-metrics.otlp");

        assertThat(run.edges()).hasSize(1);
        JsonNode edge = run.edges().values().iterator().next();
        assertThat(edge.at("/source/name").asText()).isEqualTo("productpage");
        assertThat(edge.at("/destination/name").asText()).isEqualTo("reviews");
        assertThat(edge.get("calls").asLong()).isEqualTo(9);
        assertThat(edge.get("sampled_calls").asLong()).isZero();
        assertThat(edge.get("errors").asLong()).isZero();
        assertThat(edge.get("mtls").asText()).isEqualTo("mutual");
        assertThat(edge.at("/basis/calls").asText()).isEqualTo("metrics");
        assertThat(edge.at("/server_latency/calls").asLong()).isEqualTo(9);
        assertThat(edge.get("response_bytes").asLong()).isPositive();
        assertThat(edge.at("/source_principals/0").asText()).startsWith("spiffe://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traces/train-ticket.otlp.gz",
                "samples/kiali/responseTrace.json",
                "samples/kiali/responseAmbient.json",
                "samples/istio-proxy-metrics.otlp"
            })
    @DisplayName("over however many subtasks the work is spread, the answer is the same to the byte")
    void parallelism(String file) {
        Path path = TestData.find(file);
        GraphRun one = GraphRun.of("graph", "--format", "json", "--parallelism", "1", path.toString());
        GraphRun two = GraphRun.of("graph", "--format", "json", "--parallelism", "2", path.toString());
        GraphRun four = GraphRun.of("graph", "--format", "json", "--parallelism", "4", path.toString());

        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(two.out()).isEqualTo(one.out());
        assertThat(four.out()).isEqualTo(one.out());
    }

    private static GraphRun graph(String file) {
        return GraphRun.of("graph", "--format", "json", TestData.find(file).toString());
    }

    private static void assertOneCall(
            JsonNode edge, String sourceVersion, String destinationVersion, long responseBytes, double clientMillis) {
        assertThat(edge.get("calls").asLong()).isEqualTo(1);
        assertThat(edge.get("errors").asLong()).isZero();
        assertThat(edge.get("request_bytes").asLong()).isZero();
        assertThat(edge.get("response_bytes").asLong()).isEqualTo(responseBytes);
        assertThat(edge.get("response_flags")).isEmpty();
        assertThat(edge.get("mtls").asText()).isEqualTo("unknown");
        assertThat(edge.at("/client_latency/mean_ms").asDouble()).isEqualTo(clientMillis);
        assertThat(edge.get("versions")).hasSize(1);
        assertThat(edge.at("/versions/0/source_version").asText()).isEqualTo(sourceVersion);
        assertThat(edge.at("/versions/0/destination_version").asText()).isEqualTo(destinationVersion);
    }
}
