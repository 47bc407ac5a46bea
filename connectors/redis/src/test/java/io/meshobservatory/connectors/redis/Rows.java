/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

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
final class Rows {
    /** 2026-11-21T12:00:00Z. */
    static final long START = 1_795_262_400_000L;

    private Rows() {}

    static Node service(String name) {
        return new Node("east", "shop", name, NodeKind.SERVICE);
    }

    static Edge edge(int number) {
        return new Edge(service("caller-" + number), "v1", service("callee-" + number), "v2", "http");
    }

    /** A 10 s window, counted from {@link #START}. */
    static EdgeRow row(int edge, int window, long calls) {
        return row(WindowSize.TEN_SECONDS, edge, START + window * 10_000L, calls);
    }

    /** No calls make a removal. */
    static EdgeRow row(WindowSize size, int edge, long start, long calls) {
        if (calls == 0) {
            return EdgeRow.removal(size, start, edge(edge));
        }
        return row(
                size,
                edge,
                start,
                new Traffic(
                        calls,
                        OutcomeCounts.NONE,
                        Map.of(),
                        Map.of(),
                        Map.of("GET /carts/{id}", calls),
                        100,
                        200,
                        0,
                        0),
                new LatencySummary(calls, 5.5, 5, 9, 10, new byte[] {1, 2, 3}));
    }

    /** Raw TCP: connections and bytes, and no calls. */
    static EdgeRow connections(int edge, int window, long opened) {
        return row(
                WindowSize.TEN_SECONDS,
                edge,
                START + window * 10_000L,
                new Traffic(0, OutcomeCounts.NONE, Map.of(), Map.of(), Map.of(), 70, 80, opened, 0),
                null);
    }

    private static EdgeRow row(
            WindowSize size, int edge, long start, Traffic traffic, @Nullable LatencySummary client) {
        return new EdgeRow(
                size,
                start,
                edge(edge),
                traffic,
                Security.NONE,
                Coverage.NONE,
                Basis.NONE,
                client,
                null,
                start,
                start + 9_999,
                "0af7651916cd43dd8448eb211c80319c",
                null);
    }
}
