/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KnownEdgesTest {
    private final KnownEdges writer = new KnownEdges();
    private final KnownEdges reader = new KnownEdges();

    @Test
    @DisplayName("equal edges are read as one object, and their nodes are shared with other edges")
    void sameObject() throws IOException {
        Edge read = reread(edge(1, 2));

        assertThat(reread(edge(1, 2))).isSameAs(read);
        assertThat(reread(edge(2, 1)).destination()).isSameAs(read.source());
    }

    @Test
    @DisplayName("more edges than there is room for come back as they were, however often")
    void manyEdges() throws IOException {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            edges.add(edge(i % 300, i / 300));
        }
        for (int round = 0; round < 3; round++) {
            for (Edge edge : edges) {
                assertThat(reread(edge)).isEqualTo(edge);
            }
        }
    }

    @Test
    @DisplayName("long names and letters of all kinds come back")
    void longNames() throws IOException {
        Node node = new Node("c".repeat(63), "\u00e4\u20ac".repeat(12), "\u20ac".repeat(84), NodeKind.EXTERNAL);
        Edge edge = new Edge(node, "v".repeat(63), node, "", "\u00e4".repeat(31));

        assertThat(reread(edge(1, 1))).isEqualTo(edge(1, 1));
        assertThat(reread(edge)).isEqualTo(edge);
        assertThat(reread(edge(1, 1))).isEqualTo(edge(1, 1));
    }

    private Edge reread(Edge edge) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        writer.write(edge, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        Edge read = reader.read(in);
        assertThat(in.available()).isZero();
        return read;
    }

    private static Edge edge(int from, int to) {
        return new Edge(node(from), "v1", node(to), Node.UNKNOWN_NAME, "http");
    }

    private static Node node(int number) {
        return new Node("c1", "shop", "service-" + number, NodeKind.SERVICE);
    }
}
