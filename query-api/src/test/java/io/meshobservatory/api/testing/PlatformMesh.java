/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencyHistogram;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mesh that is described by metrics, access logs and sampled traces at once: every thing that an edge or a node can tell
 * occurs in it, in round numbers. Rows of 10 s only.
 */
public final class PlatformMesh {
    public static final Node GATEWAY = new Node("platform", "istio-system", "istio-ingressgateway", NodeKind.GATEWAY);
    public static final Node SCANS = service("platform", "scans");
    public static final Node REPORTS = service("platform", "reports");
    public static final Node ARCHIVE = service("archive-eu", "archive");
    public static final Node QUEUE = service("platform", "queue");
    public static final Node LEGACY = service("platform", "legacy-importer");
    public static final Node OVERFLOW = service("platform", "(overflow)");
    public static final Basis ALL_THREE = new Basis(Signal.METRICS, Signal.METRICS, Signal.TRACES, Signal.METRICS);

    private PlatformMesh() {}

    /** The rows of one window of ten seconds. */
    public static List<EdgeRow> rows(long start) {
        List<EdgeRow> rows = new ArrayList<>();
        // a canary beside its baseline: counted by metrics, one call in a hundred traced
        rows.add(row(
                start,
                edge(GATEWAY, SCANS, "v1", "http"),
                traffic(900, new OutcomeCounts(9, 0, 0, 0, 45, 0, 0), Map.of("UO", 6L, "UT", 3L, "RL", 30L)),
                new Security(900, 0, 0, principal(GATEWAY), principal(SCANS)),
                new Coverage(9, 9, 0, 0, 0, 0),
                ALL_THREE,
                40));
        rows.add(row(
                start,
                edge(GATEWAY, SCANS, "v2-canary", "http"),
                traffic(100, new OutcomeCounts(8, 0, 0, 0, 0, 0, 4), Map.of("FI", 4L, "URX", 8L, "X9", 1L)),
                new Security(100, 0, 0, principal(GATEWAY), principal(SCANS)),
                new Coverage(1, 1, 0, 0, 0, 0),
                ALL_THREE,
                130));
        // what only traces name is counted elsewhere
        rows.add(row(
                start,
                edge(GATEWAY, SCANS, "unknown", "http"),
                Traffic.NONE,
                Security.NONE,
                new Coverage(2, 0, 0, 0, 2, 0),
                ALL_THREE,
                50));
        // partly in plain text; the caller does not forward trace headers; refused by policy
        rows.add(row(
                start,
                edge(SCANS, REPORTS, "v1", "http"),
                new Traffic(
                        50,
                        new OutcomeCounts(0, 0, 0, 0, 7, 0, 0),
                        Map.of("UAEX", 2L),
                        Map.of("rbac ns[security]-policy[readers]-rule[0]", 5L, "ext_authz", 2L),
                        operations(),
                        5_000,
                        90_000,
                        0,
                        0),
                new Security(30, 20, 0, principal(SCANS), principal(REPORTS)),
                new Coverage(10, 6, 4, 0, 0, 10),
                new Basis(Signal.LOGS, Signal.LOGS, Signal.TRACES, Signal.LOGS),
                15));
        rows.add(row(
                start,
                edge(LEGACY, REPORTS, "v1", "http"),
                traffic(20, OutcomeCounts.NONE, Map.of()),
                new Security(0, 20, 0, null, null),
                Coverage.NONE,
                new Basis(Signal.METRICS, Signal.METRICS, Signal.NONE, Signal.METRICS),
                0));
        rows.add(row(
                start,
                edge(REPORTS, ARCHIVE, "v1", "grpc"),
                traffic(10, OutcomeCounts.NONE, Map.of()),
                new Security(0, 0, 10, null, null),
                new Coverage(10, 0, 10, 0, 0, 0),
                new Basis(Signal.TRACES, Signal.TRACES, Signal.TRACES, Signal.NONE),
                85));
        // raw TCP: connections and bytes
        rows.add(row(
                start,
                edge(SCANS, QUEUE, "v1", "tcp"),
                new Traffic(0, OutcomeCounts.NONE, Map.of(), Map.of(), Map.of(), 70_000, 80_000, 40, 38),
                new Security(40, 0, 0, principal(SCANS), principal(QUEUE)),
                Coverage.NONE,
                new Basis(Signal.NONE, Signal.METRICS, Signal.NONE, Signal.METRICS),
                0));
        rows.add(row(
                start,
                edge(OVERFLOW, REPORTS, "v1", "http"),
                traffic(5, OutcomeCounts.NONE, Map.of()),
                new Security(0, 0, 5, null, null),
                Coverage.NONE,
                new Basis(Signal.METRICS, Signal.METRICS, Signal.NONE, Signal.NONE),
                0));
        return rows;
    }

    /** The same edge between nodes of other names. */
    public static Edge renamed(Edge edge) {
        return new Edge(
                renamed(edge.source()),
                edge.sourceVersion(),
                renamed(edge.destination()),
                edge.destinationVersion(),
                edge.protocol());
    }

    /** The same row of another edge. */
    public static EdgeRow withEdge(EdgeRow row, Edge edge) {
        return new EdgeRow(
                row.windowSize(),
                row.windowStartMillis(),
                edge,
                row.traffic(),
                row.security(),
                row.coverage(),
                row.basis(),
                row.client(),
                row.server(),
                row.firstSeenMillis(),
                row.lastSeenMillis(),
                row.slowestTraceId(),
                row.errorTraceId());
    }

    private static Node renamed(Node node) {
        return new Node(node.cluster(), node.namespace(), node.name() + "-2", node.kind());
    }

    /** The facts of one minute. */
    public static List<FactRow> facts(long start) {
        return List.of(
                new FactRow(start, SCANS, REPORTS, FactKind.CIRCUIT_BREAKER_OPEN, "default.rq_open", 1),
                new FactRow(start, SCANS, REPORTS, FactKind.UPSTREAM_OVERFLOW, "upstream_rq_pending_overflow", 4),
                new FactRow(start, SCANS, null, FactKind.UNPARSED_LOG_LINES, "fields", 3),
                new FactRow(start, REPORTS, null, FactKind.TLS_HANDSHAKE_FAILURES, "fail_verify_san", 2),
                new FactRow(start, REPORTS, null, FactKind.CERTIFICATE_EXPIRY, "default", 1_796_000_000),
                new FactRow(start, OVERFLOW, null, FactKind.NAMES_OVERFLOWED, "services", 12));
    }

    /** Twenty-five operations, so that the least frequent are not answered. */
    private static Map<String, Long> operations() {
        Map<String, Long> operations = new TreeMap<>();
        for (int i = 1; i <= 25; i++) {
            operations.put("GET /reports/{id}/part-%02d".formatted(i), (long) i);
        }
        return operations;
    }

    private static Traffic traffic(long calls, OutcomeCounts outcomes, Map<String, Long> flags) {
        return new Traffic(calls, outcomes, flags, Map.of(), Map.of(), calls * 100, calls * 2_000, 0, 0);
    }

    private static EdgeRow row(
            long start,
            Edge edge,
            Traffic traffic,
            Security security,
            Coverage coverage,
            Basis basis,
            long latencyMillis) {
        LatencySummary latency = latency(latencyMillis, coverage.sampledCalls());
        return new EdgeRow(
                WindowSize.TEN_SECONDS,
                start,
                edge,
                traffic,
                security,
                coverage,
                basis,
                latency,
                null,
                start + 100,
                start + 9_900,
                latency == null ? null : "0af7651916cd43dd8448eb211c80319c",
                null);
    }

    private static @Nullable LatencySummary latency(long millis, long calls) {
        if (calls == 0 || millis == 0) {
            return null;
        }
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(millis * 1_000_000, calls);
        double value = histogram.quantileMillis(0.5);
        return new LatencySummary(calls, millis, value, value, value, histogram.encode());
    }

    private static Edge edge(Node source, Node destination, String destinationVersion, String protocol) {
        return new Edge(source, "v1", destination, destinationVersion, protocol);
    }

    private static Node service(String cluster, String name) {
        return new Node(cluster, "security", name, NodeKind.SERVICE);
    }

    private static String principal(Node node) {
        return "spiffe://cluster.local/ns/" + node.namespace() + "/sa/" + node.name();
    }
}
