/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static io.meshobservatory.core.metric.Points.HOUR_MILLIS;
import static io.meshobservatory.core.metric.Points.cumulative;
import static io.meshobservatory.core.metric.Points.export;
import static io.meshobservatory.core.metric.Points.level;
import static io.meshobservatory.core.metric.Points.nanos;
import static io.meshobservatory.core.metric.Points.service;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeWindows;
import io.meshobservatory.core.window.WindowSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TargetCounterTest {
    private static final long LATENESS = 120_000;
    private static final double NO_START = -1;
    private static final Workload SELF = new Workload(service("reviews"), "v1");

    private TargetCounter counter = new TargetCounter();

    @Test
    @DisplayName("an increase is one sum per window, with the times that it covers")
    void sumsPerWindow() {
        process(export(cumulative("s", NO_START, 5, 1)), 9.999);
        TargetResults results =
                process(export(cumulative("s", NO_START, 20, 16), cumulative("t", NO_START, 20, 15)), 19.999);
        assertThat(results.deltas())
                .extracting(delta -> delta.changes().calls())
                .containsExactly(10L, 20L);
        assertThat(results.deltas())
                .extracting(delta -> (delta.windowStartMillis() - HOUR_MILLIS) / 1000)
                .containsExactly(0L, 10L);
    }

    @Test
    @DisplayName("windows in which a counter counted nothing are told, too")
    void tellsWindowsWithoutCalls() {
        process(export(cumulative("s", NO_START, 0, 0)), 9.999);
        List<EdgeDelta> deltas =
                process(export(cumulative("s", NO_START, 60, 1)), 59.999).deltas();
        assertThat(deltas).extracting(delta -> delta.changes().calls()).containsExactly(0L, 0L, 0L, 0L, 0L, 1L);
    }

    @Test
    @DisplayName("the sum of latencies goes where the latencies go")
    void keepsTheMeanLatency() {
        process(export(latencies(0, 0)), 9.999);
        for (int[] step : new int[][] {{60, 1}, {120, 8}, {180, 508}}) {
            List<EdgeDelta> deltas = process(export(latencies(step[0], step[1])), step[0] - 0.001)
                    .deltas();
            assertThat(deltas).isNotEmpty().allSatisfy(delta -> {
                EdgeWindows windows = new EdgeWindows();
                windows.merge(delta.windowStartMillis(), Versions.of(delta.edge()), delta.vantage(), delta.changes());
                List<EdgeRow> rows = new ArrayList<>();
                windows.advance(
                        delta.windowStartMillis() + 9_999,
                        LATENESS,
                        delta.edge().relation(),
                        rows::add);
                assertThat(rows)
                        .filteredOn(row -> row.windowSize() == WindowSize.TEN_SECONDS)
                        .singleElement()
                        .satisfies(
                                row -> assertThat(requireNonNull(row.server()).meanMillis())
                                        .isCloseTo(300, within(1e-3)));
            });
        }
    }

    @Test
    @DisplayName("two views of one target are one series that is read twice as often")
    void countsTwoViewsOnce() {
        long calls = calls(Points.view("1", cumulative("s", NO_START, 0, 1000)), 9.999)
                + calls(Points.view("2", cumulative("s", NO_START, 3, 1002)), 9.999)
                + calls(Points.view("1", cumulative("s", NO_START, 15, 1010)), 19.999)
                + calls(Points.view("2", cumulative("s", NO_START, 18, 1012)), 19.999);
        assertThat(calls).isEqualTo(12);
    }

    @Test
    @DisplayName("what only another view tells does not count, whichever came first")
    void leavesOtherLabelsOfAnotherViewAlone() throws IOException {
        long calls = calls(Points.view("2", cumulative("plain", NO_START, 0, 1000)), 9.999)
                + calls(Points.view("2", cumulative("plain", NO_START, 15, 1010)), 19.999);
        assertThat(calls).as("the only view").isEqualTo(10);

        calls = calls(Points.view("1", cumulative("labelled", NO_START, 18, 1012)), 19.999);
        assertThat(calls).as("the better view begins").isZero();

        counter = reread(counter);
        calls = calls(Points.view("2", cumulative("plain", NO_START, 30, 1020)), 39.999)
                + calls(Points.view("1", cumulative("labelled", NO_START, 33, 1022)), 39.999);
        assertThat(calls).as("the better view").isEqualTo(10);
    }

    @Test
    @DisplayName("what comes when its windows are closed is told")
    void tellsWhatIsTooLate() {
        process(export(cumulative("s", NO_START, 5, 1)), 9.999);
        TargetResults results = process(export(cumulative("s", NO_START, 20, 16)), 300);
        assertThat(results.deltas()).isEmpty();
        assertThat(results.unusable()).containsEntry(UnusableReason.TOO_LATE, 1L);
    }

    @Test
    @DisplayName("a fact is about the workload whose proxy the target is, once that is known")
    void remembersWhoseProxyItIs() {
        assertThat(process(export(level(FactKind.HEALTHY_HOSTS, 5, 3)), 9.999).facts())
                .extracting(Fact::node)
                .containsExactly(Alias.ofAddress("c", "10.0.0.1"));
        TargetPoints named = new TargetPoints(
                "target",
                "",
                Alias.ofAddress("c", "10.0.0.1"),
                TargetIdentity.ofLabels(SELF),
                List.of(nanos(15)),
                List.of());
        assertThat(process(named, 19.999).aliases())
                .containsExactly(new Alias(Alias.ofAddress("c", "10.0.0.1"), SELF, HOUR_MILLIS + 14_999));
        assertThat(process(export(level(FactKind.HEALTHY_HOSTS, 25, 2)), 29.999).facts())
                .containsExactly(new Fact(SELF.node(), null, FactKind.HEALTHY_HOSTS, "", HOUR_MILLIS + 24_999, 2));
    }

    @Test
    @DisplayName("a target that speaks for several workloads is nobody's proxy")
    void isNobodysProxyIfShared() {
        TargetIdentity first = TargetIdentity.UNKNOWN.then(TargetIdentity.ofLabels(SELF));
        assertThat(first.then(TargetIdentity.ofResource(new Workload(service("x"), "v1"))))
                .isEqualTo(TargetIdentity.ofLabels(SELF));
        assertThat(first.then(TargetIdentity.OF_MANY).then(TargetIdentity.ofLabels(SELF)))
                .isEqualTo(TargetIdentity.OF_MANY);
    }

    @Test
    @DisplayName("a closed circuit breaker is only told if it was open before")
    void keepsQuietAboutClosedBreakers() {
        assertThat(facts(FactKind.CIRCUIT_BREAKER_OPEN, 5, 0)).isEmpty();
        assertThat(facts(FactKind.CIRCUIT_BREAKER_OPEN, 15, 1)).containsExactly(1.0);
        assertThat(facts(FactKind.CIRCUIT_BREAKER_OPEN, 25, 1)).containsExactly(1.0);
        assertThat(facts(FactKind.CIRCUIT_BREAKER_OPEN, 35, 0)).containsExactly(0.0);
        assertThat(facts(FactKind.CIRCUIT_BREAKER_OPEN, 45, 0)).isEmpty();
        assertThat(facts(FactKind.HEALTHY_HOSTS, 55, 0)).containsExactly(0.0);
    }

    @Test
    @DisplayName("a counted fact tells by how much it grew, and nothing if it did not")
    void countsFacts() {
        SeriesMeaning denied = new SeriesMeaning.OfFact(
                FactKind.RBAC_DENIED,
                "http",
                null,
                new Node(Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, "p", NodeKind.UNKNOWN));
        assertThat(process(export(fact(denied, 5, 3)), 9.999).facts()).isEmpty();
        assertThat(process(export(fact(denied, 15, 3)), 19.999).facts()).isEmpty();
        assertThat(process(export(fact(denied, 25, 5)), 29.999).facts())
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.value()).isEqualTo(2);
                    assertThat(fact.peer()).as("near the node that tells").isNotNull();
                    assertThat(fact.peer().cluster()).isEqualTo("c");
                });
    }

    @Test
    @DisplayName("a target is forgotten an hour after it was last read")
    void forgetsTargets() {
        process(export(cumulative("s", NO_START, 5, 1)), 9.999);
        assertThat(counter.isForgotten(HOUR_MILLIS + 3_600_000)).isFalse();
        assertThat(counter.isForgotten(HOUR_MILLIS + 3_605_000)).isTrue();
    }

    private long calls(TargetPoints points, double nowSeconds) {
        return process(points, nowSeconds).deltas().stream()
                .mapToLong(delta -> delta.changes().calls())
                .sum();
    }

    private static TargetCounter reread(TargetCounter counter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counter.write(new DataOutputStream(bytes));
        return TargetCounter.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    /** So many latencies of 300 ms. */
    private static MetricPoint latencies(double seconds, long count) {
        Buckets buckets = new ExplicitBuckets(new double[] {250, 500}, new long[] {0, count, 0});
        return Points.point(
                "l", Temporality.CUMULATIVE, NO_START, seconds, Reading.latencies(count * 300_000_000, buckets));
    }

    private static MetricPoint fact(SeriesMeaning meaning, double seconds, long value) {
        return new MetricPoint(
                SeriesId.of("fact"), meaning, Temporality.CUMULATIVE, 0, nanos(seconds), Reading.count(value));
    }

    private List<Double> facts(FactKind kind, double seconds, double level) {
        return process(export(level(kind, seconds, level)), seconds + 4.999).facts().stream()
                .map(Fact::value)
                .toList();
    }

    private TargetResults process(TargetPoints points, double nowSeconds) {
        return counter.process(List.of(points), HOUR_MILLIS + Math.round(nowSeconds * 1000), LATENESS);
    }
}
