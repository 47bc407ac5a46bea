/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static io.meshobservatory.jobs.identity.Deltas.START;
import static io.meshobservatory.jobs.identity.Deltas.TEN_SECONDS;
import static io.meshobservatory.jobs.identity.Deltas.calls;
import static io.meshobservatory.jobs.identity.Deltas.delta;
import static io.meshobservatory.jobs.identity.Deltas.edge;
import static io.meshobservatory.jobs.identity.Deltas.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Overflow;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.config.NameLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AdmitNamesTest {
    private static final long LATENESS = 120_000;

    private final List<EdgeDelta> given = new ArrayList<>();
    private KeyedOneInputStreamOperatorTestHarness<String, EdgeDelta, EdgeDelta> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness(false);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    @DisplayName("New names wait until their window closes; then they pass at once")
    void newNamesWait() throws Exception {
        Edge edge = edge(service("a"), service("b"));
        send(delta(edge, 0, 3));
        send(delta(edge, 0, 4));
        send(delta(edge, 1, 5));
        harness.processWatermark(START + 9_998);
        assertThat(given()).isEmpty();

        harness.processWatermark(START + 9_999);
        assertThat(calls(given())).isEqualTo(Map.of("0 a/unknown -> b/unknown", 7L));
        send(delta(edge, 2, 1));

        assertThat(calls(given())).containsEntry("2 a/unknown -> b/unknown", 1L);
        harness.processWatermark(START + 19_999);
        assertThat(calls(given())).containsEntry("1 a/unknown -> b/unknown", 5L);
    }

    @Test
    @DisplayName("Names past the limit become the overflow node, and are told once for each window")
    void namesPastTheLimit() throws Exception {
        send(delta(edge(service("y"), service("z")), 0, 1));
        send(delta(edge(service("a"), service("b")), 0, 2));
        send(delta(edge(service("a"), service("c")), 0, 4));
        send(delta(edge(service("a"), service("y")), 0, 8));
        harness.processWatermark(START + 9_999);
        send(delta(edge(service("y"), service("z")), 1, 16));
        send(delta(edge(service("y"), service("z")), 1, 16));
        harness.processWatermark(START + 19_999);

        assertThat(calls(given()))
                .isEqualTo(Map.of(
                        "0 (overflow)/(overflow) -> (overflow)/(overflow)", 1L,
                        "0 a/unknown -> b/unknown", 2L,
                        "0 a/unknown -> c/unknown", 4L,
                        "0 a/unknown -> (overflow)/(overflow)", 8L,
                        "1 (overflow)/(overflow) -> (overflow)/(overflow)", 32L));
        Node overflow = Overflow.of(service("y"));
        assertThat(facts())
                .containsExactly(
                        new Fact(overflow, null, FactKind.NAMES_OVERFLOWED, "service", START + 9_999, 2),
                        new Fact(overflow, null, FactKind.NAMES_OVERFLOWED, "service", START + 19_999, 2));
    }

    @Test
    @DisplayName("Each cluster has its own room; a caller outside of all takes that of the callee's cluster")
    void clustersDoNotShareTheirRoom() {
        Node internet = Node.external("internet");
        Node elsewhere = new Node("c2", "shop", "x", NodeKind.SERVICE);

        assertThat(AdmitNames.observer(edge(internet, service("a")))).isEqualTo("c1");
        assertThat(AdmitNames.observer(edge(elsewhere, service("a")))).isEqualTo("c2");
        assertThat(AdmitNames.observer(edge(service("a"), internet))).isEqualTo("c1");
    }

    @Test
    @DisplayName("A late sum with a new name waits for the next window's end, but not beyond its lateness")
    void lateNamesWaitShortly() throws Exception {
        harness.processWatermark(START + 13_000);
        send(delta(edge(service("a"), service("b")), 0, 3));
        assertThat(given()).isEmpty();
        harness.processWatermark(START + 19_999);
        assertThat(calls(given())).isEqualTo(Map.of("0 a/unknown -> b/unknown", 3L));

        harness.processWatermark(START + 9_999 + LATENESS - 5);
        send(delta(edge(service("a"), service("c")), 0, 3));
        harness.processWatermark(START + 9_999 + LATENESS - 1);
        assertThat(calls(given())).containsEntry("0 a/unknown -> c/unknown", 3L);
        send(delta(edge(service("a"), service("d")), 0, 3));
        harness.processWatermark(START + 9_999 + LATENESS);

        assertThat(calls(given()))
                .as("too late, to be counted by who sums the edges")
                .containsEntry("0 a/unknown -> (overflow)/(overflow)", 3L);
    }

    @Test
    @DisplayName("Nothing is left when no name was seen for an hour")
    void leavesNothingBehind() throws Exception {
        for (int i = 0; i < 100; i++) {
            send(delta(edge(service("s" + i % 7), service("b")), i, 3));
            harness.processWatermark(START + i * TEN_SECONDS);
        }
        assertThat(harness.numKeyedStateEntries()).isPositive();

        harness.processWatermark(START + 100 * TEN_SECONDS + 5_000_000L);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(calls(given()).values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(300);
    }

    @Test
    @DisplayName("Goes on from a snapshot with names that were let in and sums that wait")
    void goesOnFromASnapshotHalfWay() throws Exception {
        send(delta(edge(service("y"), service("z")), 0, 1));
        harness.processWatermark(START + 9_999);
        send(delta(edge(service("a"), service("b")), 1, 2));
        restart();
        send(delta(edge(service("y"), service("z")), 1, 4));
        assertThat(calls(given())).as("let in before the restart").containsEntry("1 y/unknown -> z/unknown", 4L);
        harness.processWatermark(START + 19_999);

        assertThat(calls(given()))
                .containsEntry("0 y/unknown -> z/unknown", 1L)
                .containsEntry("1 a/unknown -> (overflow)/(overflow)", 2L);
    }

    @Test
    @DisplayName("A sum that is late after a restart waits as it would have waited before it")
    void latenessOutlivesARestart() throws Exception {
        harness.processWatermark(START + 13_000);
        send(delta(edge(service("y"), service("z")), 1, 1));
        restart();
        send(delta(edge(service("a"), service("b")), 0, 3));
        harness.processWatermark(START + 9_999);
        assertThat(given()).isEmpty();

        harness.processWatermark(START + 19_999);

        assertThat(calls(given()))
                .isEqualTo(Map.of("0 a/unknown -> b/unknown", 3L, "1 y/unknown -> (overflow)/(overflow)", 1L));
    }

    /** Room for three names: b, y and one more, which a leaves to z when it was not seen for an hour. */
    @Test
    @DisplayName(
            "What was refused in a window is withdrawn from the overflow node, even if its name is let in meanwhile")
    void refusedNamesStayRefusedInTheirWindow() throws Exception {
        Edge late = edge(service("z"), service("b"));
        send(delta(edge(service("a"), service("b")), 0, 1));
        harness.processWatermark(START + 9_999);
        send(delta(edge(service("y"), service("b")), 300, 1));
        harness.processWatermark(START + 300 * TEN_SECONDS + 9_999);
        send(delta(late, 360, 5));
        harness.processWatermark(START + 360 * TEN_SECONDS + 9_999);
        assertThat(calls(given())).containsEntry("360 (overflow)/(overflow) -> b/unknown", 5L);
        send(delta(late, 361, 1));
        harness.processWatermark(START + 361 * TEN_SECONDS + 9_999);
        assertThat(calls(given())).as("let in").containsEntry("361 z/unknown -> b/unknown", 1L);
        restart();

        send(negated(delta(late, 360, 5)));
        send(delta(late, 361, 1));
        harness.processWatermark(START + 361 * TEN_SECONDS + 9_999 + LATENESS);

        assertThat(calls(given()))
                .containsEntry("361 z/unknown -> b/unknown", 2L)
                .doesNotContainKeys("360 z/unknown -> b/unknown", "360 (overflow)/(overflow) -> b/unknown");
    }

    @Test
    @DisplayName("A version that was refused in a window stays refused in it")
    void refusedVersionsStayRefusedInTheirWindow() throws Exception {
        send(delta(of("v1"), 0, 1));
        harness.processWatermark(START + 9_999);
        send(delta(of("v2"), 100, 1));
        send(delta(of("v3"), 360, 4));
        harness.processWatermark(START + 360 * TEN_SECONDS + 9_999);
        send(delta(of("v3"), 361, 1));
        harness.processWatermark(START + 361 * TEN_SECONDS + 9_999);
        assertThat(calls(given()))
                .containsEntry("360 a/(overflow) -> b/unknown", 4L)
                .containsEntry("361 a/v3 -> b/unknown", 1L);

        send(negated(delta(of("v3"), 360, 4)));

        assertThat(calls(given()).keySet()).noneMatch(name -> name.startsWith("360 "));
    }

    /** After a stop with a savepoint that drains the job, all timers have fired, those of the far future, too. */
    @Test
    @DisplayName("A drained job that goes on takes nothing for late that is not")
    void goesOnAfterADrain() throws Exception {
        send(delta(edge(service("a"), service("b")), 0, 1));
        harness.processWatermark(Long.MAX_VALUE);
        restart();
        harness.processWatermark(START + 20_000);
        send(delta(edge(service("y"), service("z")), 2, 1));
        harness.processWatermark(START + 29_998);
        assertThat(calls(given())).as("waits for its window's end").doesNotContainKey("2 y/unknown -> z/unknown");
        send(delta(edge(service("a"), service("z")), 2, 1));
        harness.processWatermark(START + 29_999);

        assertThat(calls(given()))
                .containsEntry("2 a/unknown -> z/unknown", 1L)
                .containsEntry("2 y/unknown -> z/unknown", 1L);
    }

    /** A batch run has no watermark before its end. */
    @Test
    @DisplayName("Where sums come sorted by window, the first of a window closes those before")
    void sortedSumsDoNotWaitForTheWatermark() throws Exception {
        harness.close();
        harness = newHarness(true);
        harness.open();
        send(delta(edge(service("a"), service("b")), 0, 3));
        send(delta(edge(service("y"), service("z")), 0, 3));
        assertThat(given()).isEmpty();

        send(delta(edge(service("a"), service("b")), 1, 4));

        assertThat(calls(given()))
                .isEqualTo(Map.of(
                        "0 a/unknown -> b/unknown", 3L,
                        "0 y/unknown -> (overflow)/(overflow)", 3L,
                        "1 a/unknown -> b/unknown", 4L));
    }

    @Test
    @DisplayName("Limits below one are refused")
    void refusesLimitsBelowOne() {
        assertThatThrownBy(() -> new NameLimits(0, 1)).hasMessage("names per cluster: 0 (expected: at least 1)");
        assertThatThrownBy(() -> new NameLimits(1, 0)).hasMessage("versions per node: 0 (expected: at least 1)");
        assertThat(NameLimits.defaults()).isEqualTo(new NameLimits(20_000, 100));
    }

    private static Edge of(String version) {
        return new Edge(service("a"), version, service("b"), Node.UNKNOWN_NAME, "http");
    }

    private static EdgeDelta negated(EdgeDelta delta) {
        return SumKey.of(delta).delta(delta.edge(), delta.packed().negated());
    }

    private void send(EdgeDelta delta) throws Exception {
        harness.processElement(new StreamRecord<>(delta));
    }

    private List<EdgeDelta> given() {
        given.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
        return given;
    }

    private List<Fact> facts() {
        var side = harness.getSideOutput(AdmitNames.FACTS);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    /** From a checkpoint, in a new operator; the watermark begins anew. */
    private void restart() throws Exception {
        given();
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = newHarness(false);
        harness.setup();
        harness.initializeState(snapshot);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, EdgeDelta, EdgeDelta> newHarness(
            boolean sortedByWindow) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AdmitNames(new NameLimits(3, 2), LATENESS, sortedByWindow)),
                delta -> AdmitNames.observer(delta.edge()),
                BasicTypeInfo.STRING_TYPE_INFO);
    }
}
