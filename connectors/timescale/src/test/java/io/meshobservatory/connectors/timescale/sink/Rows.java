/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.core.call.Vantage.Signal;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows for tests. */
public final class Rows {
    /** 2026-11-21T12:00:00Z, the start of a window of every width. */
    public static final long START = 1_795_262_400_000L;

    private Rows() {}

    public static Node service(String name) {
        return new Node("east", "shop", name, NodeKind.SERVICE);
    }

    public static Edge edge(int number) {
        return new Edge(service("caller-" + number), "v1", service("callee-" + number), "v2", "http");
    }

    public static EdgeRow row(WindowSize size, long start, int edge, long calls) {
        return row(size, start, edge(edge), calls, new LatencySummary(calls, 5.5, 5, 9, 10, new byte[] {1, 2, 3}));
    }

    public static EdgeRow removal(WindowSize size, long start, int edge) {
        return EdgeRow.removal(size, start, edge(edge));
    }

    public static EdgeRow row(WindowSize size, long start, Edge edge, long calls, @Nullable LatencySummary client) {
        return row(
                size,
                start,
                edge,
                new Traffic(
                        calls,
                        new OutcomeCounts(1, 2, 3, 4, 5, 6, 7),
                        Map.of("UH", 2L, "DC", 1L),
                        Map.of("rbac none", 1L),
                        Map.of("GET /carts/{id}", 2L),
                        100,
                        200,
                        0,
                        0),
                client);
    }

    public static EdgeRow row(
            WindowSize size, long start, Edge edge, Traffic traffic, @Nullable LatencySummary client) {
        return new EdgeRow(
                size,
                start,
                edge,
                traffic,
                new Security(traffic.calls(), 0, 0, "spiffe://east/caller", null),
                new Coverage(3, 1, 2, 0, 0, 0),
                new Basis(Signal.METRICS, Signal.METRICS, Signal.TRACES, Signal.METRICS),
                client,
                null,
                start + 1,
                start + 9_999,
                "0af7651916cd43dd8448eb211c80319c",
                null);
    }
}
