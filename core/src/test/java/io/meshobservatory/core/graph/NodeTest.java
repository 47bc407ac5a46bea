/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names come from outside and end in every store: they must fit, and streams must be partitioned alike everywhere. */
class NodeTest {
    private static final int HASH_OF_CART = -715_834_520;

    @ParameterizedTest
    @ValueSource(strings = {"", "cart", "ü", "日本語", "😀", "a b~"})
    @DisplayName("names that every store can hold stay as they are")
    void plainNames(String name) {
        assertThat(node(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u001fb", "a\u007fb", "a\u0085b", "a\ud800b", "a\udc00b"})
    @DisplayName("control characters and half characters are replaced: PostgreSQL and UTF-8 cannot hold all of them")
    void unfitCharacters(String name) {
        assertThat(node(name).name()).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "日", "😀", "\u0000", "\ud83d"})
    @DisplayName("names are cut by bytes of UTF-8, never within a character: indexes limit bytes")
    void longNames(String character) {
        Node node = new Node(character.repeat(500), character.repeat(500), character.repeat(500), NodeKind.SERVICE);
        int width = Math.max(
                utf8(node.name()) / node.name().codePointCount(0, node.name().length()), 1);

        assertThat(utf8(node.cluster())).isBetween(63 - width + 1, 63);
        assertThat(utf8(node.namespace())).isBetween(63 - width + 1, 63);
        assertThat(utf8(node.name())).isBetween(253 - width + 1, 253);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(node.name())).isTrue();
        assertThat(new Node(node.cluster(), node.namespace(), node.name(), NodeKind.SERVICE))
                .as("what is limited stays as it is")
                .isEqualTo(node);
    }

    @Test
    @DisplayName("the longest names that DNS and Kubernetes allow fit")
    void longestLegalNames() {
        String label = "a".repeat(63);
        String host = (label + '.').repeat(3) + "b".repeat(61);
        Node node = new Node(label, label, host, NodeKind.EXTERNAL);

        assertThat(node.cluster()).isEqualTo(label);
        assertThat(node.name()).isEqualTo(host).hasSize(253);
    }

    @Test
    @DisplayName("the hash is the same in every JVM and release: state and Kafka partitions are found again by it")
    void stableHash() {
        assertThat(new Node("c1", "shop", "cart", NodeKind.SERVICE).hashCode()).isEqualTo(HASH_OF_CART);
        assertThat(new Node("c1", "shop", "cart", NodeKind.DATABASE).hashCode()).isEqualTo(HASH_OF_CART + 1);
        assertThat(List.of(NodeKind.values()))
                .as("the ordinals are part of the hash")
                .extracting(Enum::name)
                .containsExactly("SERVICE", "DATABASE", "MESSAGING", "GATEWAY", "EXTERNAL", "UNKNOWN");
    }

    @Test
    @DisplayName("nodes are ordered as people read them: cluster, namespace, name, kind")
    void order() {
        List<Node> nodes = new ArrayList<>(List.of(
                new Node("a", "b", "c", NodeKind.SERVICE),
                new Node("a", "b", "c", NodeKind.DATABASE),
                new Node("a", "b", "d", NodeKind.SERVICE),
                new Node("a", "c", "a", NodeKind.SERVICE),
                new Node("b", "a", "a", NodeKind.SERVICE)));
        List<Node> expected = List.copyOf(nodes);
        Collections.shuffle(nodes, new Random(1));
        Collections.sort(nodes);

        assertThat(nodes).isEqualTo(expected);
    }

    @Test
    void unseen() {
        assertThat(Node.external("x.example").isUnseen()).isTrue();
        assertThat(Node.external("x.example")).isEqualTo(new Node("-", "-", "x.example", NodeKind.EXTERNAL));
        assertThat(new Node("c", "n", "x", NodeKind.UNKNOWN).isUnseen()).isTrue();
        assertThat(node("x").isUnseen()).isFalse();
    }

    @Test
    @DisplayName("versions and protocols of an edge are limited too, and edges are ordered by their ends first")
    void edges() {
        Edge edge = new Edge(node("a"), "v\n" + "1".repeat(100), node("b"), "ü".repeat(100), "x".repeat(100));

        assertThat(edge.sourceVersion()).startsWith("v\ufffd1");
        assertThat(utf8(edge.sourceVersion())).isEqualTo(63);
        assertThat(utf8(edge.destinationVersion())).isEqualTo(62);
        assertThat(edge.protocol()).hasSize(63);
        assertThat(new Edge(node("a"), "v9", node("b"), "v9", "http"))
                .isLessThan(new Edge(node("a"), "v1", node("c"), "v1", "grpc"))
                .isGreaterThan(new Edge(node("a"), "v8", node("b"), "v9", "http"));
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Node node(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }
}
