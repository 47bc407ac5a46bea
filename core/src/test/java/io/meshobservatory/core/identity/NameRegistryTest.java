/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NameRegistryTest {
    private static final long START = 1_700_000_000_000L;
    private static final long WINDOW = 10_000;
    private static final long HOUR = 3_600_000;

    private final Names names = new Names();

    @Test
    @DisplayName("A name passes once it was let in")
    void letsIn() {
        NameRegistry registry = new NameRegistry(names, 10, 10);
        Edge edge = edge(service("a"), "v1", service("b"), "unknown");

        assertThat(registry.passes(edge, START)).isFalse();
        RefusedNames refused = registry.admit(START, List.of(edge));

        assertThat(refused.replaceIn(edge)).isEqualTo(edge);
        assertThat(refused.facts(START)).isEmpty();
        assertThat(registry.passes(edge, START)).isTrue();
        assertThat(registry.passes(edge(service("a"), "v2", service("b"), "unknown"), START))
                .as("another version")
                .isFalse();
    }

    @Test
    @DisplayName("Names beyond the limit become one node, are counted, and may come in when there is room")
    void refusesBeyondTheLimit() {
        NameRegistry registry = new NameRegistry(names, 3, 10);
        Edge first = edge(service("c"), "v1", service("d"), "v1");
        Edge second = edge(service("b"), "v1", service("a"), "v1");

        RefusedNames refused = registry.admit(START, List.of(first, second));

        Node overflow = new Node("c1", "(overflow)", "(overflow)", NodeKind.SERVICE);
        assertThat(refused.replaceIn(first)).isEqualTo(edge(service("c"), "v1", overflow, "(overflow)"));
        assertThat(refused.replaceIn(second)).isEqualTo(second);
        assertThat(refused.facts(7))
                .containsExactly(new Fact(overflow, null, FactKind.NAMES_OVERFLOWED, "service", 7, 1));

        long later = START + HOUR + WINDOW;
        assertThat(registry.admit(later, List.of(first)).replaceIn(first))
                .as("after an hour of silence the others leave their room")
                .isEqualTo(first);
        assertThat(names.kept.keySet()).containsExactlyInAnyOrder(service("c"), service("d"));
    }

    @Test
    @DisplayName("Services come before what never sent telemetry, which gets a quarter of the room")
    void addressesGetLessRoom() {
        NameRegistry registry = new NameRegistry(names, 8, 10);
        List<Edge> scan = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            scan.add(edge(Alias.ofAddress("c1", "10.0.0." + (10 + i)), "unknown", service("z"), "v1"));
            scan.add(edge(service("z"), "v1", Node.external("host-" + i), "unknown"));
        }

        RefusedNames refused = registry.admit(START, scan);

        assertThat(names.kept.keySet()).hasSize(3).contains(service("z"));
        assertThat(refused.facts(0))
                .extracting(Fact::detail, Fact::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("host", 48.0),
                        org.assertj.core.groups.Tuple.tuple("address", 50.0));
        Edge late = edge(service("a"), "v1", service("b"), "v1");
        assertThat(registry.admit(START, List.of(late)).replaceIn(late)).isEqualTo(late);
    }

    @Test
    @DisplayName("Versions beyond the limit become one version of the same node, counted on the node")
    void limitsVersions() {
        NameRegistry registry = new NameRegistry(names, 10, 2);
        List<Edge> edges = List.of(
                edge(service("a"), "v3", service("b"), "v1"),
                edge(service("a"), "v1", service("b"), "v1"),
                edge(service("a"), "v2", service("b"), "v1"),
                edge(service("a"), "unknown", service("b"), "v1"));

        RefusedNames refused = registry.admit(START, edges);

        assertThat(edges.stream().map(refused::replaceIn).map(Edge::sourceVersion))
                .containsExactly("(overflow)", "v1", "v2", "unknown");
        assertThat(refused.facts(0))
                .containsExactly(new Fact(service("a"), null, FactKind.NAMES_OVERFLOWED, "version", 0, 1));
        assertThat(registry.passes(edges.get(3), START))
                .as("no version needs no room")
                .isTrue();
        RefusedNames later = registry.admit(START + HOUR + WINDOW, edges.subList(0, 1));
        assertThat(later.replaceIn(edges.get(0))).isEqualTo(edges.get(0));
    }

    @Test
    @DisplayName("A name that is seen again and again stays, though the limit is reached")
    void staysWhileItIsSeen() {
        NameRegistry registry = new NameRegistry(names, 2, 2);
        Edge edge = edge(service("y"), "v1", service("z"), "v1");
        registry.admit(START, List.of(edge));
        for (long at = START; at < START + 3 * HOUR; at += HOUR / 2) {
            assertThat(registry.passes(edge, at)).isTrue();
            Edge other = edge(service("a"), "v1", service("b"), "v1");
            assertThat(registry.admit(at, List.of(other)).replaceIn(other)).isNotEqualTo(other);
        }
        registry.forget(START + 10 * HOUR);
        assertThat(names.kept).isEmpty();
    }

    @Test
    @DisplayName("Overflow nodes need no room themselves")
    void overflowNodesNeedNoRoom() {
        NameRegistry registry = new NameRegistry(names, 1, 1);
        Edge edge = edge(Overflow.of(service("x")), "(overflow)", Overflow.of(service("y")), "(overflow)");

        assertThat(registry.passes(edge, START)).isTrue();
        assertThat(names.kept).isEmpty();
    }

    static long[] seeds() {
        return java.util.stream.LongStream.range(0, 300).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("Who gets in does not depend on the order within a window, nor on what passes before it closes")
    void doesNotDependOnTheOrder(long seed) {
        Random random = new Random(seed);
        int maxNames = 4 + random.nextInt(12);
        int maxVersions = 1 + random.nextInt(3);
        Names other = new Names();
        NameRegistry one = new NameRegistry(names, maxNames, maxVersions);
        NameRegistry two = new NameRegistry(other, maxNames, maxVersions);
        long start = START;
        for (int window = 0; window < 25; window++) {
            start += WINDOW * (1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 3));
            List<Edge> edges = new ArrayList<>();
            for (int i = 0, count = random.nextInt(8); i < count; i++) {
                edges.add(randomEdge(random));
            }
            // one holds everything until the window closes, the other lets pass what it may, in another order
            Map<Edge, Edge> shownByOne = new TreeMap<>();
            RefusedNames refusedByOne = one.admit(start, edges);
            edges.forEach(edge -> shownByOne.put(edge, refusedByOne.replaceIn(edge)));

            Collections.shuffle(edges, random);
            Map<Edge, Edge> shownByTwo = new TreeMap<>();
            List<Edge> waiting = new ArrayList<>();
            for (Edge edge : edges) {
                if (two.passes(edge, start)) {
                    shownByTwo.put(edge, edge);
                } else {
                    waiting.add(edge);
                }
            }
            RefusedNames refusedByTwo = two.admit(start, waiting);
            waiting.forEach(edge -> shownByTwo.put(edge, refusedByTwo.replaceIn(edge)));

            assertThat(shownByTwo).isEqualTo(shownByOne);
            assertThat(refusedByTwo.facts(start)).isEqualTo(refusedByOne.facts(start));
            assertBounded(names, maxNames, maxVersions);
        }
    }

    private static void assertBounded(Names names, int maxNames, int maxVersions) {
        assertThat(names.kept).hasSizeLessThanOrEqualTo(maxNames);
        assertThat(names.kept.keySet().stream().filter(Node::isUnseen).count()).isLessThanOrEqualTo(maxNames / 4);
        assertThat(names.kept.values())
                .allSatisfy(use -> assertThat(use.versions()).hasSizeLessThanOrEqualTo(maxVersions));
    }

    private static Edge randomEdge(Random random) {
        return edge(randomNode(random), randomVersion(random), randomNode(random), randomVersion(random));
    }

    private static Node randomNode(Random random) {
        int number = random.nextInt(15);
        return switch (random.nextInt(4)) {
            case 0 -> Alias.ofAddress("c1", "10.0.0." + number);
            case 1 -> Node.external("host-" + number);
            default -> service("s" + number);
        };
    }

    private static String randomVersion(Random random) {
        return random.nextInt(4) == 0 ? "unknown" : "v" + random.nextInt(5);
    }

    private static Edge edge(Node source, String sourceVersion, Node destination, String destinationVersion) {
        return new Edge(source, sourceVersion, destination, destinationVersion, "http");
    }

    private static Node service(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }

    private static final class Names implements NameRegistry.Store {
        private final Map<Node, NameUse> kept = new HashMap<>();

        @Override
        public @Nullable NameUse get(Node node) {
            return kept.get(node);
        }

        @Override
        public void put(Node node, NameUse use) {
            kept.put(node, use);
        }

        @Override
        public void remove(Node node) {
            kept.remove(node);
        }

        @Override
        public void forEach(BiConsumer<Node, NameUse> visitor) {
            new TreeSet<>(kept.keySet()).descendingSet().forEach(node -> visitor.accept(node, kept.get(node)));
        }
    }
}
