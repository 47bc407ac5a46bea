/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One edge seen from several places is one edge: each figure is told by one of them, and nothing is counted twice. */
class ReconciliationTest {
    private static final String UNKNOWN = "unknown";
    private static final Versions V1 = new Versions("v1", "v1");

    private final Map<Versions, Observations> observed = new TreeMap<>();

    /** What was seen in the whole hour, where that is more. */
    private final Map<Versions, Observations> hour = new TreeMap<>();

    @Test
    @DisplayName("counts come from metrics before logs before traces; latency and examples from traces first")
    void authorities() {
        see(V1, Vantage.TRACES, traced(3));
        assertThat(only().basis()).isEqualTo(new Basis(Signal.TRACES, Signal.TRACES, Signal.TRACES, Signal.NONE));
        assertThat(only().calls()).isEqualTo(3);

        see(V1, Vantage.LOGS_SOURCE, logged(5));
        assertThat(only().basis()).isEqualTo(new Basis(Signal.LOGS, Signal.LOGS, Signal.TRACES, Signal.NONE));
        assertThat(only().calls()).isEqualTo(5);

        see(V1, Vantage.METRICS_SOURCE, counted(7));
        EdgeRow row = only();
        assertThat(row.basis()).isEqualTo(new Basis(Signal.METRICS, Signal.METRICS, Signal.TRACES, Signal.NONE));
        assertThat(row.calls()).isEqualTo(7);
        assertThat(row.traffic().requestBytes()).isEqualTo(700);
        assertThat(row.coverage().sampledCalls()).isEqualTo(3);
        assertThat(row.client()).isNotNull();
        assertThat(row.client().calls()).isEqualTo(3);
        assertThat(row.slowestTraceId()).isNotNull();
    }

    @Test
    @DisplayName("where traces tell no latency, logs do, and else the buckets of metrics")
    void latencyAuthorities() {
        see(V1, Vantage.METRICS_DESTINATION, timed(9, 9_000_000));
        assertThat(only().basis().latency()).isEqualTo(Signal.METRICS);
        see(V1, Vantage.LOGS_DESTINATION, timed(4, 4_000_000));
        assertThat(only().basis().latency()).isEqualTo(Signal.LOGS);
        see(V1, Vantage.TRACES, timed(2, 2_000_000));

        EdgeRow row = only();
        assertThat(row.basis().latency()).isEqualTo(Signal.TRACES);
        assertThat(row.server()).isNotNull();
        assertThat(row.server().meanMillis()).isCloseTo(2, within(1e-9));
        assertThat(row.client()).as("no place of that signal measured it").isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"LOGS", "METRICS"})
    @DisplayName("two reporters of one signal see the same calls: one is taken, never the sum")
    void reportersAreNotAdded(Signal signal) {
        boolean logs = signal == Signal.LOGS;
        see(V1, logs ? Vantage.LOGS_SOURCE : Vantage.METRICS_SOURCE, counted(10));
        see(V1, logs ? Vantage.LOGS_DESTINATION : Vantage.METRICS_DESTINATION, counted(8));
        see(V1, logs ? Vantage.LOGS_WAYPOINT : Vantage.METRICS_WAYPOINT, counted(9));

        assertThat(only().calls()).isEqualTo(10);
        assertThat(only().traffic().requestBytes()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("where callers and callees agree, the caller's word counts: it also knows the calls that never arrive")
    void callerFirst() {
        EdgeStats caller = new EdgeStats();
        caller.addCounted(6, Exchange.of(Outcome.FAILED_NO_RESPONSE));
        EdgeStats callee = new EdgeStats();
        callee.addCounted(6, Exchange.of(Outcome.OK));
        see(V1, Vantage.METRICS_DESTINATION, callee);
        see(V1, Vantage.METRICS_SOURCE, caller);

        assertThat(only().errors()).isEqualTo(6);
    }

    @Test
    @DisplayName("a place that counted more than twice as much is preferred: then most callers are not scraped")
    void clearlyMore() {
        see(V1, Vantage.METRICS_SOURCE, counted(4));
        see(V1, Vantage.METRICS_DESTINATION, counted(8));
        assertThat(only().calls()).isEqualTo(4);
        see(V1, Vantage.METRICS_DESTINATION, counted(1));

        assertThat(only().calls()).isEqualTo(9);
    }

    @Test
    @DisplayName("scraped at different moments, places differ from window to window: the hour decides, for all alike")
    void theHourDecides() {
        see(V1, Vantage.METRICS_SOURCE, counted(1));
        see(V1, Vantage.METRICS_DESTINATION, counted(30));
        Observations whole = new Observations();
        whole.merge(Vantage.METRICS_SOURCE, counted(100));
        whole.merge(Vantage.METRICS_DESTINATION, counted(100));
        hour.put(V1, whole);

        assertThat(only().calls()).isEqualTo(1);
    }

    @Test
    @DisplayName("all outcomes and flags come from the place that counts, so that they add up to its calls")
    void outcomesFromOnePlace() {
        EdgeStats metrics = new EdgeStats();
        metrics.addCounted(9, Exchange.of(Outcome.OK));
        metrics.addCounted(
                1, new Exchange(Outcome.FAILED_HTTP_5XX, "UH", -1, -1, "", "", ConnectionSecurity.UNKNOWN, "", ""));
        EdgeStats traces = new EdgeStats();
        traces.add(Calls.call(1, 0, 1, 1, Outcome.FAILED_GRPC, "UF", 5, ""));
        see(V1, Vantage.METRICS_SOURCE, metrics);
        see(V1, Vantage.TRACES, traces);
        EdgeRow row = only();

        assertThat(row.traffic().outcomes()).isEqualTo(new OutcomeCounts(1, 0, 0, 0, 0, 0, 0));
        assertThat(row.traffic().responseFlags()).isEqualTo(Map.of("UH", 1L));
        assertThat(row.errorTraceId())
                .as("an example of a failure is one all the same")
                .isNotNull();
    }

    @Test
    @DisplayName("what metrics do not tell comes from who does: operations and denials from logs, else from traces")
    void detailsThatMetricsLack() {
        see(V1, Vantage.METRICS_SOURCE, counted(10));
        see(V1, Vantage.TRACES, detailed("GET /traced", "ext_authz"));
        assertThat(only().traffic().operations()).isEqualTo(Map.of("GET /traced", 1L));
        assertThat(only().traffic().denials()).isEqualTo(Map.of("ext_authz", 1L));
        see(V1, Vantage.LOGS_DESTINATION, detailed("GET /logged", "rbac none"));

        assertThat(only().traffic().operations()).isEqualTo(Map.of("GET /logged", 1L));
        assertThat(only().traffic().denials()).isEqualTo(Map.of("rbac none", 1L));
    }

    @Test
    @DisplayName("an edge of raw TCP has connections and bytes, no calls, and is an edge")
    void rawTcp() {
        EdgeStats tcp = new EdgeStats();
        Exchange alike = new Exchange(
                Outcome.UNSET, "", -1, -1, "", "", ConnectionSecurity.MUTUAL_TLS, "spiffe://a", "spiffe://b");
        tcp.addConnections(4, 3, alike);
        tcp.addBytes(10, 20);
        tcp.seen(5, 9_000);
        EdgeStats other = new EdgeStats();
        other.addConnections(3, 3, Exchange.NOTHING);
        see(V1, Vantage.METRICS_DESTINATION, tcp);
        see(V1, Vantage.METRICS_SOURCE, other);
        EdgeRow row = only();

        assertThat(row.isRemoval()).isFalse();
        assertThat(row.calls()).isZero();
        assertThat(row.traffic().connectionsOpened()).as("the callers' word").isEqualTo(3);
        assertThat(row.traffic().connectionsClosed()).isEqualTo(3);
        assertThat(row.traffic().responseBytes()).isEqualTo(20);
        assertThat(row.security()).isEqualTo(new Security(4, 0, 0, "spiffe://a", "spiffe://b"));
        assertThat(row.security().mtls()).isEqualTo("mutual");
        assertThat(row.basis()).isEqualTo(new Basis(Signal.NONE, Signal.METRICS, Signal.NONE, Signal.METRICS));
        assertThat(row.firstSeenMillis()).isEqualTo(5);
    }

    @Test
    @DisplayName("security comes from where it was observed, not from where calls are counted")
    void security() {
        see(V1, Vantage.METRICS_SOURCE, counted(10));
        assertThat(only().security().mtls()).isEqualTo("unknown");
        assertThat(only().basis().security()).isEqualTo(Signal.NONE);

        EdgeStats callee = new EdgeStats();
        callee.addCounted(8, secured(ConnectionSecurity.MUTUAL_TLS));
        see(V1, Vantage.METRICS_DESTINATION, callee);
        EdgeRow row = only();
        assertThat(row.calls()).isEqualTo(10);
        assertThat(row.security().mtls()).isEqualTo("mutual");
        assertThat(row.security().mutualTls()).isEqualTo(8);
        assertThat(row.basis().security()).isEqualTo(Signal.METRICS);

        EdgeStats plain = new EdgeStats();
        plain.addCounted(2, secured(ConnectionSecurity.PLAIN_TEXT));
        see(V1, Vantage.METRICS_DESTINATION, plain);
        assertThat(only().security().mtls()).isEqualTo("mixed");
    }

    @Test
    @DisplayName("traces that do not tell the callee's version join the only version that counters know")
    void foldedIntoTheOnlyVersion() {
        see(V1, Vantage.METRICS_SOURCE, counted(10));
        see(new Versions("v1", UNKNOWN), Vantage.TRACES, traced(2));
        see(new Versions(UNKNOWN, UNKNOWN), Vantage.TRACES, traced(1));
        EdgeRow row = only();

        assertThat(Versions.of(row.edge())).isEqualTo(V1);
        assertThat(row.calls()).isEqualTo(10);
        assertThat(row.coverage().sampledCalls()).isEqualTo(3);
    }

    @Test
    @DisplayName("if two counted versions fit, it stays a row of its own without calls: a guess would favour one")
    void ambiguousVersion() {
        Versions v2 = new Versions("v1", "v2");
        Versions half = new Versions("v1", UNKNOWN);
        see(V1, Vantage.METRICS_SOURCE, counted(10));
        see(v2, Vantage.METRICS_SOURCE, counted(20));
        see(half, Vantage.TRACES, traced(2));
        see(v2, Vantage.TRACES, traced(5));
        Map<Versions, EdgeRow> rows = rows();

        assertThat(rows.keySet()).containsExactlyInAnyOrder(V1, v2, half);
        assertThat(rows.get(V1).calls()).isEqualTo(10);
        assertThat(rows.get(v2).calls()).isEqualTo(20);
        assertThat(rows.get(v2).coverage().sampledCalls()).isEqualTo(5);
        assertThat(rows.get(half).calls()).isZero();
        assertThat(rows.get(half).isRemoval()).isFalse();
        assertThat(rows.get(half).client()).isNotNull();
        assertThat(rows.get(half).slowestTraceId()).isNotNull();
        assertThat(rows.get(half).coverage().sampledCalls()).isEqualTo(2);
        assertThat(rows.values().stream().mapToLong(EdgeRow::errors).sum()).isZero();
    }

    @Test
    @DisplayName("a version that counters do not know and that contradicts them is a row of its own, without calls")
    void contradictingVersion() {
        see(V1, Vantage.METRICS_SOURCE, counted(10));
        see(new Versions("v1", "v9"), Vantage.TRACES, traced(2));

        assertThat(rows().values()).extracting(EdgeRow::calls).containsExactly(10L, 0L);
    }

    @Test
    @DisplayName("without metrics, versions known to logs or traces alone are told as they are")
    void nothingToFoldInto() {
        see(V1, Vantage.TRACES, traced(1));
        see(new Versions("v1", UNKNOWN), Vantage.TRACES, traced(2));

        assertThat(rows().values()).extracting(EdgeRow::calls).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    @DisplayName("what was withdrawn altogether tells nothing and gives no row")
    void withdrawn() {
        EdgeStats nothing = traced(2);
        nothing.merge(traced(2).negated());
        see(V1, Vantage.TRACES, nothing);
        assertThat(rows()).isEmpty();

        see(V1, Vantage.LOGS_SOURCE, logged(1));
        assertThat(only().slowestTraceId()).isNull();
        assertThat(only().basis().latency()).isEqualTo(Signal.LOGS);
        assertThat(only().coverage()).isEqualTo(Coverage.NONE);
    }

    @Test
    @DisplayName("traces that recorded at least what the logs tell are complete, and count; fewer are a sample")
    void completeTraces() {
        see(V1, Vantage.LOGS_SOURCE, logged(10));
        see(V1, Vantage.TRACES, traced(9));
        assertThat(only().calls()).isEqualTo(10);
        assertThat(only().basis().calls()).isEqualTo(Signal.LOGS);

        see(V1, Vantage.TRACES, traced(2));
        assertThat(only().calls()).isEqualTo(11);
        assertThat(only().basis().calls()).isEqualTo(Signal.TRACES);
    }

    @Test
    @DisplayName(
            "where a counter told of a window and counted nothing, traces do not count either: it counted them elsewhere")
    void toldOfNothing() {
        EdgeStats covered = new EdgeStats();
        covered.addTold();
        see(V1, Vantage.METRICS_SOURCE, covered);
        see(V1, Vantage.TRACES, traced(1));

        assertThat(only().calls()).isZero();
        assertThat(only().basis().calls()).isEqualTo(Signal.METRICS);
        assertThat(only().coverage().sampledCalls()).isEqualTo(1);
    }

    @Test
    @DisplayName("whatever is seen from wherever in whatever order: the sum of all rows is what one place counted")
    void neverCountedTwice() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            record Seen(Versions versions, Vantage vantage, EdgeStats stats) {}
            List<Seen> all = new ArrayList<>();
            Map<Vantage, Long> totals = new TreeMap<>();
            Vantage[] vantages = Vantage.values();
            String[] versions = {UNKNOWN, "v1", "v2"};
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                Vantage vantage = vantages[random.nextInt(vantages.length)];
                int calls = 1 + random.nextInt(20);
                EdgeStats stats = vantage.signal() == Signal.METRICS ? counted(calls) : traced(calls);
                totals.merge(vantage, (long) calls, Long::sum);
                all.add(new Seen(
                        new Versions(versions[random.nextInt(3)], versions[random.nextInt(3)]), vantage, stats));
            }
            long traced = totals.getOrDefault(Vantage.TRACES, 0L);
            long logged = totals.entrySet().stream()
                    .filter(total -> total.getKey().signal() == Signal.LOGS)
                    .mapToLong(Map.Entry::getValue)
                    .max()
                    .orElse(0);
            boolean metered = totals.keySet().stream().anyMatch(vantage -> vantage.signal() == Signal.METRICS);
            Signal authority = metered ? Signal.METRICS : traced >= logged ? Signal.TRACES : Signal.LOGS;
            long expected = 0;
            for (Vantage vantage : vantages) {
                long total = vantage.signal() == authority ? totals.getOrDefault(vantage, 0L) : 0;
                expected = total > 2 * expected ? total : expected;
            }
            all.forEach(seen -> see(seen.versions(), seen.vantage(), seen.stats()));
            Map<Versions, EdgeRow> rows = rows();
            assertThat(rows.values().stream().mapToLong(EdgeRow::calls).sum())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            assertThat(rows.values().stream()
                            .mapToLong(row -> row.coverage().sampledCalls())
                            .sum())
                    .isEqualTo(totals.getOrDefault(Vantage.TRACES, 0L));
            observed.clear();
            Collections.shuffle(all, random);
            all.forEach(seen -> see(seen.versions(), seen.vantage(), seen.stats()));
            assertThat(rows()).as("seed %d", seed).isEqualTo(rows);
            observed.clear();
        }
    }

    private void see(Versions versions, Vantage vantage, EdgeStats stats) {
        observed.computeIfAbsent(versions, key -> new Observations()).merge(vantage, stats);
    }

    private EdgeRow only() {
        Map<Versions, EdgeRow> rows = rows();
        assertThat(rows).hasSize(1);
        return rows.values().iterator().next();
    }

    private Map<Versions, EdgeRow> rows() {
        Map<Versions, EdgeRow> rows = new TreeMap<>();
        Reconciliation.rows(
                WindowSize.TEN_SECONDS,
                0,
                Calls.EDGE.relation(),
                observed,
                HourView.alone(hour.isEmpty() ? observed : hour),
                row -> {
                    assertThat(row.edge().relation()).isEqualTo(Calls.EDGE.relation());
                    assertThat(rows.put(Versions.of(row.edge()), row))
                            .as("one row per version")
                            .isNull();
                });
        return rows;
    }

    private static EdgeStats traced(int calls) {
        EdgeStats stats = new EdgeStats();
        for (int i = 0; i < calls; i++) {
            stats.add(Calls.call(1 + i, 1_000_000, 2_000_000, 1_000_000, Outcome.OK, "", 1, ""));
        }
        return stats;
    }

    /** Log lines know no trace where tracing is off. */
    private static EdgeStats logged(int calls) {
        EdgeStats stats = new EdgeStats();
        for (int i = 0; i < calls; i++) {
            stats.add(Calls.call(0, 1_000_000, 2_000_000, -1, Outcome.OK, "", 1, ""));
        }
        return stats;
    }

    private static EdgeStats counted(int calls) {
        EdgeStats stats = new EdgeStats();
        stats.addCounted(calls, Exchange.of(Outcome.OK));
        stats.addBytes(100L * calls, 200L * calls);
        return stats;
    }

    private static EdgeStats timed(int calls, long serverNanos) {
        EdgeStats stats = new EdgeStats();
        stats.addCounted(calls, Exchange.of(Outcome.OK));
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.add(serverNanos, calls);
        stats.addServerLatency(latencies, calls * serverNanos);
        return stats;
    }

    private static EdgeStats detailed(String operation, String denial) {
        EdgeStats stats = new EdgeStats();
        Exchange exchange = new Exchange(
                Outcome.REJECTED_HTTP_4XX, "", -1, -1, operation, denial, ConnectionSecurity.UNKNOWN, "", "");
        stats.add(Calls.weighing(SampleWeight.ONE, Calls.call(1, 0, 1, 1, exchange)));
        return stats;
    }

    private static Exchange secured(ConnectionSecurity security) {
        return new Exchange(Outcome.OK, "", -1, -1, "", "", security, "", "");
    }
}
