/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static io.meshobservatory.jobs.identity.Deltas.START;
import static io.meshobservatory.jobs.identity.Deltas.TEN_SECONDS;
import static io.meshobservatory.jobs.identity.Deltas.calls;
import static io.meshobservatory.jobs.identity.Deltas.delta;
import static io.meshobservatory.jobs.identity.Deltas.edge;
import static io.meshobservatory.jobs.identity.Deltas.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.serialization.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdentifyEdgesTest {
    private static final long LATENESS = 120_000;
    private static final Node ADDRESS = Alias.ofAddress("c1", "10.0.0.1");
    private static final Node NAME = Alias.ofName(service("shop-cart"));

    private final List<EdgeDelta> given = new ArrayList<>();
    private KeyedTwoInputStreamOperatorTestHarness<Node, EdgeDelta, Alias, EdgeDelta> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    @DisplayName("Sums wait until their window closes, and come under the real name if an alias came meanwhile")
    void waitsForTheWindow() throws Exception {
        send(delta(edge(ADDRESS, service("orders")), 0, 3));
        send(delta(edge(ADDRESS, service("orders")), 0, 4));
        watermark(START + 9_998);
        assertThat(given()).isEmpty();
        tell(ADDRESS, "cart", "v1", 0);

        watermark(START + 9_999);

        assertThat(given()).hasSize(1);
        assertThat(calls(given)).isEqualTo(Map.of("0 cart/v1 -> orders/unknown", 7L));
    }

    @Test
    @DisplayName("What was given out under an address is withdrawn once its owner is known")
    void correctsWhatWasGivenOut() throws Exception {
        send(delta(edge(ADDRESS, service("orders")), 0, 3));
        watermark(START + 20_000);
        assertThat(calls(given())).isEqualTo(Map.of("0 10.0.0.1/unknown -> orders/unknown", 3L));
        send(delta(edge(ADDRESS, service("orders")), 0, 2));
        assertThat(calls(given()))
                .as("late, and still unknown")
                .isEqualTo(Map.of("0 10.0.0.1/unknown -> orders/unknown", 5L));

        tell(ADDRESS, "cart", "v1", 5);
        send(delta(edge(ADDRESS, service("orders")), 0, 1));

        assertThat(calls(given())).isEqualTo(Map.of("0 cart/v1 -> orders/unknown", 6L));
    }

    @Test
    @DisplayName("A later alias takes the sums from one owner to another, and an ambiguous one takes them back")
    void correctsAnotherOwner() throws Exception {
        send(delta(edge(NAME, service("orders")), 0, 3));
        tell(NAME, "cart", "v1", 0);
        watermark(START + 20_000);
        assertThat(calls(given())).isEqualTo(Map.of("0 cart/v1 -> orders/unknown", 3L));

        tell(NAME, "cart", "v2", 1);
        assertThat(calls(given())).isEqualTo(Map.of("0 cart/unknown -> orders/unknown", 3L));
        tell(NAME, "basket", "v2", 1);
        assertThat(calls(given()))
                .as("the name is nobody's")
                .isEqualTo(Map.of("0 shop-cart/unknown -> orders/unknown", 3L));
    }

    @Test
    @DisplayName("A pod that names its own address as the caller stays as it is told")
    void keepsTheOwnAddress() throws Exception {
        tell(ADDRESS, "cart", "v1", 0);
        send(delta(edge(ADDRESS, service("cart")), 0, 3));
        watermark(START + 20_000);
        tell(ADDRESS, "cart", "v2", 0);

        assertThat(calls(given())).isEqualTo(Map.of("0 10.0.0.1/unknown -> cart/unknown", 3L));
        assertThat(given).as("nothing to correct").hasSize(1);
    }

    @Test
    @DisplayName(
            "A service told without its cluster becomes the one that metrics tell fully, and goes back if another cluster has it too")
    void joinsHalfToldServices() throws Exception {
        Node half = new Node(Node.UNKNOWN_NAME, "shop", "cart", NodeKind.SERVICE);
        Node name = Alias.ofName(half);
        tell(name, new Workload(half, Node.UNKNOWN_NAME), 0);
        send(delta(edge(half, service("orders")), 0, 3));
        watermark(START + 20_000);
        assertThat(edges(given())).isEqualTo(Map.of(edge(half, service("orders")), 3L));

        tell(name, "cart", "v1", 1);
        assertThat(edges(given()))
                .isEqualTo(Map.of(new Edge(service("cart"), "v1", service("orders"), Node.UNKNOWN_NAME, "http"), 3L));

        tell(name, new Workload(new Node("c2", "shop", "cart", NodeKind.SERVICE), "v1"), 1);
        assertThat(edges(given())).isEqualTo(Map.of(edge(half, service("orders")), 3L));
    }

    @Test
    @DisplayName("What is no question of names passes at once, and leaves nothing behind")
    void passesWhatIsKnown() throws Exception {
        Edge known = edge(service("cart"), service("orders"));
        send(delta(known, 0, 3));

        assertThat(edges(given())).isEqualTo(Map.of(known, 3L));
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    @DisplayName("What comes when its window may not change any more passes, to be counted as late")
    void passesWhatIsTooLate() throws Exception {
        tell(ADDRESS, "cart", "v1", 0);
        watermark(START + 9_999 + LATENESS);
        send(delta(edge(ADDRESS, service("orders")), 0, 3));

        assertThat(calls(given())).isEqualTo(Map.of("0 cart/v1 -> orders/unknown", 3L));
        watermark(START + 3 * 3_600_000L);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    @DisplayName("Nothing is left an hour after the last alias")
    void leavesNothingBehind() throws Exception {
        for (int i = 0; i < 50; i++) {
            tell(ADDRESS, "cart", "v" + i % 3, i);
            send(delta(edge(ADDRESS, service("orders")), i, 3));
            watermark(START + i * TEN_SECONDS);
        }
        assertThat(harness.numKeyedStateEntries()).isPositive();

        watermark(START + 50 * TEN_SECONDS + 2 * 3_600_000L);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(calls(given()).values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(150);
    }

    /** After a restart the watermark is gone for a while; what was given out must still be corrected, and only once. */
    @Test
    @DisplayName("Goes on from a snapshot between giving out and correcting")
    void goesOnFromASnapshotHalfWay() throws Exception {
        send(delta(edge(ADDRESS, service("orders")), 0, 3));
        send(delta(edge(ADDRESS, service("orders")), 3, 5));
        watermark(START + 20_000);
        restart();
        tell(ADDRESS, "cart", "v1", 0);
        send(delta(edge(ADDRESS, service("orders")), 0, 4));
        watermark(START + 40_000);

        assertThat(calls(given()))
                .isEqualTo(Map.of("0 cart/v1 -> orders/unknown", 7L, "3 cart/v1 -> orders/unknown", 5L));
    }

    /** Or it would wait for a window that closed long ago, and be taken for timely. */
    @Test
    @DisplayName("What was too late before a restart passes at once after it")
    void remembersAcrossARestartWhatIsTooLate() throws Exception {
        tell(ADDRESS, "cart", "v1", 0);
        send(delta(edge(ADDRESS, service("orders")), 0, 3));
        watermark(START + 9_999 + LATENESS);
        restart();
        send(delta(edge(ADDRESS, service("orders")), 0, 4));

        assertThat(calls(given())).isEqualTo(Map.of("0 cart/v1 -> orders/unknown", 7L));
    }

    static long[] seeds() {
        return java.util.stream.LongStream.range(0, 250).toArray();
    }

    private record Event(long arrivalMillis, int number, EdgeDelta delta, Alias alias) {}

    /**
     * All arrive within the lateness; the watermark moves between any two arrivals, and the operator may be restarted. In the
     * end each sum must stand where one would put it who knew all aliases from the start.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("In any order of arrival the sums end up where a slow oracle puts them")
    void equalsTheOracleInAnyOrder(long seed) throws Exception {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        List<Alias> aliases = new ArrayList<>();
        List<EdgeDelta> deltas = new ArrayList<>();
        Node[] keys = {ADDRESS, NAME, Alias.ofAddress("c1", "10.0.0.2")};
        for (int i = 0, count = 5 + random.nextInt(40); i < count; i++) {
            long window = random.nextInt(40);
            // what is told of a window comes before its lateness is over, and aliases before the watermark passes them
            long closed = START + (window + 1) * TEN_SECONDS;
            Node key = keys[random.nextInt(keys.length)];
            if (random.nextInt(3) == 0) {
                long at = START + window * TEN_SECONDS + random.nextInt(10_000);
                Alias alias =
                        new Alias(key, new Workload(service("s" + random.nextInt(3)), "v" + random.nextInt(2)), at);
                aliases.add(alias);
                events.add(new Event(at - random.nextInt(20_000), i, null, alias));
            } else {
                EdgeDelta delta = delta(edge(key, service("s" + random.nextInt(5))), window, 1 + random.nextInt(9));
                deltas.add(delta);
                long arrival = closed + random.nextInt(random.nextBoolean() ? 110_000 : 1) - 10_000;
                events.add(new Event(arrival, i, delta, null));
            }
        }
        events.sort((a, b) -> a.arrivalMillis() != b.arrivalMillis()
                ? Long.compare(a.arrivalMillis(), b.arrivalMillis())
                : Integer.compare(a.number(), b.number()));
        for (Event event : events) {
            watermark(event.arrivalMillis() - 1);
            if (random.nextInt(20) == 0) {
                restart();
            }
            if (event.alias() != null) {
                harness.processElement2(new StreamRecord<>(event.alias()));
            } else {
                send(event.delta());
            }
        }
        harness.processBothWatermarks(org.apache.flink.streaming.api.watermark.Watermark.MAX_WATERMARK);

        assertThat(calls(given())).isEqualTo(oracle(deltas, aliases));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    private static Map<String, Long> oracle(List<EdgeDelta> deltas, List<Alias> aliases) {
        Map<Node, AliasHistory> histories = new HashMap<>();
        for (Alias alias : aliases) {
            histories
                    .computeIfAbsent(alias.name(), key -> new AliasHistory())
                    .add(alias.workload(), alias.timeMillis());
        }
        Map<String, Long> calls = new TreeMap<>();
        for (EdgeDelta delta : deltas) {
            Node name = delta.edge().source();
            Workload owner =
                    histories.getOrDefault(name, new AliasHistory()).owner(name, delta.windowStartMillis(), LATENESS);
            long window = (delta.windowStartMillis() - START) / TEN_SECONDS;
            calls.merge(
                    Deltas.name(window, EdgeEnd.SOURCE.identified(delta.edge(), owner)),
                    delta.changes().calls(),
                    Long::sum);
        }
        return calls;
    }

    private void send(EdgeDelta delta) throws Exception {
        harness.processElement1(new StreamRecord<>(delta));
    }

    private void tell(Node name, String service, String version, long window) throws Exception {
        tell(name, new Workload(service(service), version), window);
    }

    private void tell(Node name, Workload owner, long window) throws Exception {
        harness.processElement2(new StreamRecord<>(new Alias(name, owner, START + window * TEN_SECONDS)));
    }

    private static Map<Edge, Long> edges(List<EdgeDelta> deltas) {
        Map<Edge, Long> calls = new HashMap<>();
        deltas.forEach(delta -> calls.merge(delta.edge(), delta.changes().calls(), Long::sum));
        calls.values().removeIf(count -> count == 0);
        return calls;
    }

    private void watermark(long millis) throws Exception {
        harness.processBothWatermarks(new org.apache.flink.streaming.api.watermark.Watermark(millis));
    }

    /** Everything that was given out so far, also before restarts. */
    private List<EdgeDelta> given() {
        given.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
        return given;
    }

    /** From a checkpoint, in a new operator; the watermark begins anew. */
    private void restart() throws Exception {
        given();
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = newHarness();
        harness.setup();
        harness.initializeState(snapshot);
        harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<Node, EdgeDelta, Alias, EdgeDelta> newHarness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new IdentifyEdges(EdgeEnd.SOURCE, LATENESS)),
                delta -> Objects.requireNonNullElse(
                        EdgeEnd.SOURCE.lookedUpBy(delta.edge()), delta.edge().source()),
                Alias::name,
                Types.NODE);
    }
}
