/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** It tells what was put for an object, or nothing, and mostly the former. */
class EdgeMemoryTest {
    private static final int EDGES = 1_000;

    @Test
    @DisplayName("of each edge either its own value or nothing is found, however few places there are")
    void ownValues() {
        for (int sizeLog2 : new int[] {1, 4, 11}) {
            EdgeMemory<Integer> memory = new EdgeMemory<>(sizeLog2);
            List<Edge> edges = edges();
            for (int i = 0; i < 3 * EDGES; i++) {
                Edge edge = edges.get(i % EDGES);
                Integer found = memory.get(edge);
                if (found == null) {
                    memory.put(edge, i % EDGES);
                } else {
                    assertThat(found).isEqualTo(i % EDGES);
                }
                assertThat(memory.get(edge)).isEqualTo(i % EDGES);
            }
        }
    }

    @Test
    @DisplayName("with twice as many places as edges, most are found again")
    void mostAreFound() {
        EdgeMemory<Integer> memory = new EdgeMemory<>(11);
        List<Edge> edges = edges();
        edges.forEach(edge -> memory.put(edge, 1));

        assertThat(edges.stream().filter(edge -> memory.get(edge) != null).count())
                .isGreaterThan(EDGES * 85 / 100);
    }

    @Test
    @DisplayName("an equal edge is another one")
    void identity() {
        EdgeMemory<Integer> memory = new EdgeMemory<>(4);
        memory.put(edge(1), 1);

        assertThat(memory.get(edge(1))).isNull();
    }

    @Test
    @DisplayName("a number of places that makes no sense is refused")
    void places() {
        assertThatThrownBy(() -> new EdgeMemory<Integer>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("places for 2^0 edges (expected: from 2^1 to 2^24)");
        assertThatThrownBy(() -> new EdgeMemory<Integer>(25)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < EDGES; i++) {
            edges.add(edge(i));
        }
        return edges;
    }

    private static Edge edge(int number) {
        Node source = new Node("c1", "shop", "web", NodeKind.SERVICE);
        return new Edge(source, "v1", new Node("c1", "shop", "service-" + number, NodeKind.SERVICE), "v1", "http");
    }
}
