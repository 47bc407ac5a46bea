/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Who wrote a line")
class EmittersTest {
    @Test
    @DisplayName("Istio's own names come first")
    void istio() {
        Emitter emitter = Emitters.of(Map.of(
                "istio.canonical_service", "reviews",
                "istio.canonical_revision", "v3",
                "istio.namespace", "books",
                "istio.cluster_id", "east",
                "k8s.deployment.name", "reviews-v3",
                "service.name", "something"));

        assertThat(emitter.node()).isEqualTo(new Node("east", "books", "reviews", NodeKind.SERVICE));
        assertThat(emitter.version()).isEqualTo("v3");
        assertThat(emitter.workload()).isEqualTo("reviews-v3");
    }

    @Test
    @DisplayName("a proxy's built-in labels tell service, namespace, pod and kind")
    void builtin() {
        Emitter emitter = Emitters.of(Map.of(
                "node_name", "sidecar~10.8.0.8~reviews-v1-564d4686f-t6s4m.books~books.svc.cluster.local",
                "cluster_name", "reviews.books"));

        assertThat(emitter.node()).isEqualTo(new Node("unknown", "books", "reviews", NodeKind.SERVICE));
        assertThat(emitter.pod()).isEqualTo("reviews-v1-564d4686f-t6s4m");
        assertThat(emitter.workload()).isEqualTo("reviews-v1");
    }

    @ParameterizedTest
    @DisplayName("labels of pods name services before anything else that a Collector adds")
    @CsvSource({
        "k8s.pod.label.service.istio.io/canonical-name",
        "k8s.pod.labels.app.kubernetes.io/name",
        "k8s.pod.labels.app",
        "app"
    })
    void podLabels(String label) {
        Emitter emitter = Emitters.of(Map.of(
                label,
                "reviews",
                "service.name",
                "reviews-v1",
                "k8s.pod.label.version",
                "v1",
                "k8s.namespace.name",
                "b"));

        assertThat(Emitters.isKey(label)).isTrue();
        assertThat(emitter.node()).isEqualTo(new Node("unknown", "b", "reviews", NodeKind.SERVICE));
        assertThat(emitter.version()).isEqualTo("v1");
    }

    @Test
    @DisplayName("a label cluster_name alone may mean anything")
    void clusterNameAlone() {
        assertThat(Emitters.of(Map.of("cluster_name", "prod-1")).node()).isNull();
    }

    @Test
    @DisplayName("who is known by its deployment alone is not known by its service")
    void deployment() {
        Emitter emitter =
                Emitters.of(Map.of("k8s.namespace.name", "books", "k8s.pod.name", "reviews-v1-564d4686f-t6s4m"));

        assertThat(emitter.node()).isEqualTo(new Node("unknown", "books", "reviews-v1", NodeKind.UNKNOWN));
    }

    @ParameterizedTest
    @DisplayName("service names may have the namespace behind them, or tell nothing")
    @CsvSource({
        "reviews.books, reviews",
        "reviews, reviews",
        "unknown_service:envoy, ",
        "istio-proxy.books, ",
        "unknown, "
    })
    void serviceNames(String told, String name) {
        Node node = Emitters.of(Map.of("k8s.namespace.name", "books", "service.name", told))
                .node();

        assertThat(node == null ? null : node.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @DisplayName("gateways are known by the names that Istio gives them, and no application by its own")
    @CsvSource({
        "istio-ingressgateway, GATEWAY",
        "istio-eastwestgateway, GATEWAY",
        "shop-gateway-istio, GATEWAY",
        "api-gateway, SERVICE",
        "gateway, SERVICE"
    })
    void gateways(String name, NodeKind kind) {
        assertThat(Emitters.of(Map.of("service.name", name)).nodeOrUnknown().kind())
                .isEqualTo(kind);
    }
}
