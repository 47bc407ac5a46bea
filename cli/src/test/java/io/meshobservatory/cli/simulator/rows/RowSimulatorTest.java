/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.cli.simulator.EdgeTruth;
import io.meshobservatory.cli.simulator.MeshSimulator;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.SimulatedTruth;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.label.Label.Step;
import io.meshobservatory.cli.simulator.plan.Plans;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSimulatorTest {
    private static final List<String> ATTACKS = List.of(
            "LATERAL_MOVEMENT:crude@1m+6m",
            "EXFILTRATION:crude@2m+5m",
            "CREDENTIAL_ABUSE:crude@2m+5m",
            "POLICY_PROBING:medium@1m+8m",
            "DDOS:medium@4m+3m");
    private static final List<String> FAULTS =
            List.of("DEPLOY@1m+4m", "DEAD_DATABASE@7m+2m", "SCRAPE", "LOAD_TEST@8m+2m");

    /** What one edge carried in all. */
    private static final class Total {
        private long calls;
        private long errors;
        private long rejected;
        private long requestBytes;
        private long responseBytes;
        private long connections;

        void add(EdgeRow row) {
            calls += row.calls();
            errors += row.errors();
            rejected += row.traffic().outcomes().rejectedHttp4xx()
                    + row.traffic().outcomes().rejectedGrpc();
            requestBytes += row.traffic().requestBytes();
            responseBytes += row.traffic().responseBytes();
            connections += row.traffic().connectionsOpened();
        }
    }

    @ParameterizedTest
    @CsvSource({"shop, traces", "security-platform, metrics", "traefik-keycloak, traces", "bookstore-envoy, traces"})
    @DisplayName("Rows and telemetry of one plan agree: calls, errors, refusals and bytes of every edge, within chance")
    void rowsAndTelemetryAgree(String name, String signal) throws ScenarioException {
        Signal only = Signal.ofLabel(signal).orElseThrow();
        Scenario scenario = Plans.scenario(name).withSignals(EnumSet.of(only));
        SimulationPlan plan = Plans.plan(scenario, Duration.ofMinutes(10), 21, ATTACKS, FAULTS);
        SortedMap<SimulatedEdge, Total> rows = new TreeMap<>();
        for (EdgeRow row : Plans.rows(plan)) {
            rows.computeIfAbsent(edge(row), key -> new Total()).add(row);
        }
        SimulatedTruth truth = telemetry(plan);
        Set<SimulatedEdge> edges = new TreeSet<>(rows.keySet());
        edges.addAll(truth.edges().keySet());
        int compared = 0;
        for (SimulatedEdge edge : edges) {
            Total mine = rows.getOrDefault(edge, new Total());
            EdgeTruth theirs = truth.edges().get(edge);
            if (only == Signal.METRICS) {
                compared += compareMetrics(edge, mine, theirs);
            } else {
                compared += compareTraces(edge, mine, theirs);
            }
        }
        assertThat(compared).isGreaterThan(5);
    }

    private static int compareTraces(SimulatedEdge edge, Total mine, EdgeTruth theirs) {
        EdgeTruth.Counts counts = theirs == null ? null : theirs.counts();
        agree(edge + " calls", mine.calls, counts == null ? 0 : counts.calls());
        agree(edge + " errors", mine.errors, counts == null ? 0 : counts.errors());
        agree(edge + " rejected", mine.rejected, counts == null ? 0 : counts.rejected());
        return mine.calls > 0 ? 1 : 0;
    }

    private static int compareMetrics(SimulatedEdge edge, Total mine, EdgeTruth theirs) {
        Map<Reporter, EdgeTruth.Told> metrics = theirs == null ? Map.of() : theirs.metrics();
        if (metrics.isEmpty()) {
            assertThat(mine.calls + mine.connections)
                    .as(edge + " without metrics")
                    .isLessThan(10);
            return 0;
        }
        EdgeTruth.Told told = metrics.getOrDefault(
                Reporter.SOURCE, metrics.values().iterator().next());
        agree(edge + " calls", mine.calls, told.calls());
        agree(edge + " errors", mine.errors, told.errors());
        agree(edge + " connections", mine.connections, told.connections());
        agreeInBytes(edge + " request bytes", mine.requestBytes, told.requestBytes(), told.calls());
        agreeInBytes(edge + " response bytes", mine.responseBytes, told.responseBytes(), told.calls());
        return 1;
    }

    /** Calls come in bursts of one request: their variance is some times that of as many independent ones. */
    private static void agree(String what, long mine, long theirs) {
        double error = 5 * Math.sqrt(3.0 * (mine + theirs)) + 8;
        assertThat((double) mine).as(what + ", in telemetry " + theirs).isCloseTo(theirs, within(error));
    }

    private static void agreeInBytes(String what, long mine, long theirs, long calls) {
        double error = theirs * Math.min(1, 0.05 + 8 / Math.sqrt(1.0 + calls)) + 20_000;
        assertThat((double) mine).as(what + ", in telemetry " + theirs).isCloseTo(theirs, within(error));
    }

    private static SimulatedTruth telemetry(SimulationPlan plan) {
        MeshSimulator.Feed feed = new MeshSimulator(plan.timeline(), plan.seed(), 1)
                .arrivingBetween(plan.simulation().from(), plan.simulation().until());
        long messages = 0;
        while (feed.next() != null) {
            messages++;
        }
        assertThat(messages).isPositive();
        return feed.truth();
    }

    @Test
    @DisplayName("Equal plans give equal rows however often they are asked for; another seed gives others")
    void rowsDependOnThePlanAlone() throws ScenarioException {
        Scenario shop = Plans.scenario("shop");
        SimulationPlan plan = Plans.plan(shop, Duration.ofMinutes(5), 3, ATTACKS, List.of());
        List<MinuteRows> once = minutes(new RowSimulator(plan));
        assertThat(minutes(new RowSimulator(plan))).isEqualTo(once);
        assertThat(minutes(new RowSimulator(Plans.plan(shop, Duration.ofMinutes(5), 3, ATTACKS, List.of()))))
                .isEqualTo(once);
        assertThat(minutes(new RowSimulator(Plans.plan(shop, Duration.ofMinutes(5), 4, ATTACKS, List.of()))))
                .isNotEqualTo(once);
    }

    @Test
    @DisplayName("Minutes come in order without a gap, their rows sorted and of one minute each")
    void minutesAreInOrder() throws ScenarioException {
        List<MinuteRows> minutes = minutes(new RowSimulator(
                Plans.plan(Plans.scenario("bookinfo"), Duration.ofMinutes(20), 3, List.of(), List.of())));
        assertThat(minutes).hasSize(20);
        long start = Plans.NOON.toEpochMilli();
        for (MinuteRows minute : minutes) {
            assertThat(minute.windowStartMillis()).isEqualTo(start);
            assertThat(minute.edges()).extracting(EdgeRow::edge).isSorted().doesNotHaveDuplicates();
            assertThat(minute.edges()).extracting(EdgeRow::windowStartMillis).containsOnly(start);
            start += 60_000;
        }
    }

    @Test
    @DisplayName("Latencies are those of the calls: medians of both sides as telemetry has them")
    void latenciesAgree() throws ScenarioException {
        Scenario shop = Plans.scenario("shop").withSignals(EnumSet.of(Signal.TRACES));
        SimulationPlan plan = Plans.plan(shop, Duration.ofMinutes(6), 2, List.of(), List.of());
        SimulatedTruth truth = telemetry(plan);
        SortedMap<SimulatedEdge, List<Double>> medians = new TreeMap<>();
        for (EdgeRow row : Plans.rows(plan)) {
            if (row.client() != null && row.client().calls() > 50) {
                medians.computeIfAbsent(edge(row), key -> new ArrayList<>())
                        .add(row.client().p50Millis());
            }
        }
        assertThat(medians).isNotEmpty();
        medians.forEach((edge, all) -> {
            double mean =
                    all.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double expected = truth.edges().get(edge).client().quantileMillis(0.5);
            assertThat(mean).as(edge + " in telemetry " + expected).isCloseTo(expected, within(0.35 * expected + 0.4));
        });
    }

    @Test
    @DisplayName("Plain text, a stolen identity and slow requests show in the rows where and when they happen")
    void securityAndLatencyShow() throws ScenarioException {
        SimulationPlan plan = Plans.plan(
                Plans.scenario("shop"),
                Duration.ofMinutes(30),
                5,
                List.of(
                        "MTLS_DOWNGRADE:medium@10m+10m,source=frontend,destination=cart",
                        "CREDENTIAL_ABUSE:medium@10m+10m,variant=stolen,source=frontend,destination=checkout",
                        "DDOS:medium@10m+10m,variant=slow,destination=frontend"),
                List.of());
        List<EdgeRow> rows = Plans.rows(plan);
        Step downgrade = plan.labels().get(0).steps().get(0);
        Step stolen = plan.labels().get(1).steps().get(0);
        Step slow = plan.labels().get(2).steps().get(0);
        for (EdgeRow row : rows) {
            boolean plain =
                    row.security().plainText() > 0 && row.edge().source().name().equals("frontend");
            if (plain) {
                assertThat(Plans.isOf(row, downgrade)).isTrue();
                assertThat((double) row.security().plainText() / row.calls()).isBetween(0.15, 0.45);
            }
            if (Plans.isOf(row, stolen)) {
                assertThat(row.security().sourcePrincipal()).endsWith("/ns/shop/sa/frontend");
            }
            if (Plans.isOf(row, slow)) {
                assertThat(row.client()).isNotNull();
                assertThat(row.client().p99Millis()).isGreaterThan(15_000);
            }
        }
        assertThat(rows.stream().filter(row -> row.security().plainText() > 0 && Plans.isOf(row, downgrade)))
                .hasSize(10);
        assertThat(rows.stream().filter(row -> Plans.isOf(row, stolen))).isNotEmpty();
    }

    @Test
    @DisplayName("Failed handshakes of a rotation are facts of the callers' proxies, while it lasts")
    void handshakesAreFacts() throws ScenarioException {
        SimulationPlan plan = Plans.plan(
                Plans.scenario("shop"), Duration.ofMinutes(10), 5, List.of(), List.of("CERTIFICATE_ROTATION@4m+2m"));
        for (MinuteRows minute : new RowSimulator(plan)) {
            long number = (minute.windowStartMillis() - Plans.NOON.toEpochMilli()) / 60_000;
            assertThat(minute.facts().isEmpty()).as("minute " + number).isEqualTo(number != 4 && number != 5);
        }
    }

    @Test
    @DisplayName("A rate factor multiplies what entries bring; what is no factor is refused")
    void rateFactor() throws ScenarioException {
        SimulationPlan plan = Plans.plan(Plans.scenario("shop"), Duration.ofMinutes(5), 5, List.of(), List.of());
        double usual = calls(new RowSimulator(plan));
        assertThat(calls(new RowSimulator(plan, 3))).isBetween(2.7 * usual, 3.3 * usual);
        assertThatThrownBy(() -> new RowSimulator(plan, 0)).hasMessageContaining("rateFactor: 0.0");
    }

    private static double calls(RowSimulator simulator) {
        double calls = 0;
        for (MinuteRows minute : simulator) {
            for (EdgeRow row : minute.edges()) {
                calls += row.calls();
            }
        }
        return calls;
    }

    private static List<MinuteRows> minutes(RowSimulator simulator) {
        List<MinuteRows> minutes = new ArrayList<>();
        simulator.forEach(minutes::add);
        return minutes;
    }

    private static SimulatedEdge edge(EdgeRow row) {
        return new SimulatedEdge(
                node(row.edge().source()),
                node(row.edge().destination()),
                row.edge().protocol());
    }

    private static SimulatedNode node(Node node) {
        return new SimulatedNode(
                node.cluster(),
                node.namespace(),
                node.name(),
                SimulatedNode.Kind.valueOf(node.kind().name()));
    }
}
