/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** It gives the edge that was asked for, always, and mostly the same object. */
class EdgeInternerTest {
    private static final int EDGES = 1_000;

    @Test
    @DisplayName("the edge has the parts that were asked for, however few places there are")
    void sameParts() {
        Random random = new Random(1);
        for (int sizeLog2 : new int[] {1, 4, 11}) {
            EdgeInterner edges = new EdgeInterner(sizeLog2);
            for (int i = 0; i < 20 * EDGES; i++) {
                Edge asked = edge(random.nextInt(EDGES));
                assertThat(ask(edges, asked)).isEqualTo(asked);
            }
        }
    }

    @Test
    @DisplayName("with twice as many places as edges between interned nodes, nearly all are one object")
    void sameObject() {
        EdgeInterner edges = new EdgeInterner(11);
        NodeInterner nodes = new NodeInterner(16);
        Set<Edge> objects = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 2 * EDGES; i++) {
            Edge asked = edge(i % EDGES);
            Node source = nodes.node(asked.source());
            Node destination = nodes.node(asked.destination());
            objects.add(edges.edge(
                    source, asked.sourceVersion(), destination, asked.destinationVersion(), asked.protocol()));
        }
        assertThat(objects.size()).isBetween(EDGES, EDGES + EDGES / 4);
    }

    @Test
    @DisplayName("edges that differ in one part only are different ones")
    void onePart() {
        EdgeInterner edges = new EdgeInterner(1);
        Node a = service("a");
        Node b = service("b");
        assertThat(edges.edge(a, "v1", b, "v1", "http")).isNotEqualTo(edges.edge(a, "v2", b, "v1", "http"));
        assertThat(edges.edge(a, "v1", b, "v2", "http").destinationVersion()).isEqualTo("v2");
        assertThat(edges.edge(a, "v1", b, "v2", "grpc").protocol()).isEqualTo("grpc");
        assertThat(edges.edge(b, "v1", a, "v2", "grpc").source()).isEqualTo(b);
    }

    @Test
    @DisplayName("names that are too long are cut, as those of any edge")
    void longNames() {
        EdgeInterner edges = new EdgeInterner(4);
        String version = "v".repeat(100);
        for (int i = 0; i < 2; i++) {
            assertThat(edges.edge(service("a"), version, service("b"), "v1", "http")
                            .sourceVersion())
                    .hasSize(Names.MAX_LABEL_BYTES);
        }
    }

    @Test
    @DisplayName("an unknown peer is in the cluster that was asked for")
    void unknownPeers() {
        EdgeInterner edges = new EdgeInterner(1);
        for (String cluster : List.of("c1", "c2", "c2", Node.UNKNOWN_NAME)) {
            assertThat(edges.unknownIn(cluster))
                    .isEqualTo(new Node(cluster, Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN));
        }
    }

    @Test
    @DisplayName("a number of places that makes no sense is refused")
    void places() {
        assertThatThrownBy(() -> new EdgeInterner(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("places for 2^0 edges (expected: from 2^1 to 2^24)");
        assertThatThrownBy(() -> new EdgeInterner(25)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Edge ask(EdgeInterner edges, Edge asked) {
        return edges.edge(
                asked.source(),
                asked.sourceVersion(),
                asked.destination(),
                asked.destinationVersion(),
                asked.protocol());
    }

    private static Edge edge(int number) {
        return new Edge(service("a" + number % 40), "v" + number % 3, service("b" + number / 40), "v1", "http");
    }

    private static Node service(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }
}
