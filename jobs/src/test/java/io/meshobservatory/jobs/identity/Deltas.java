/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Sums for tests, in few words, and what sums add up to. */
final class Deltas {
    /** Start of a ten-second window that ends no minute. */
    static final long START = 1_700_000_000_000L;

    static final long TEN_SECONDS = 10_000;

    private Deltas() {}

    static Node service(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }

    static Edge edge(Node source, Node destination) {
        return new Edge(source, Node.UNKNOWN_NAME, destination, Node.UNKNOWN_NAME, "http");
    }

    /** Some calls in a window, counted from the start. */
    static EdgeDelta delta(Edge edge, long window, long calls) {
        EdgeStats stats = new EdgeStats();
        stats.addCounted(calls, Exchange.of(Outcome.OK));
        stats.addBytes(calls * 10, calls * 100);
        return new EdgeDelta(edge, START + window * TEN_SECONDS, Vantage.METRICS_DESTINATION, stats);
    }

    /** The calls of each edge and window, as {@code window source/version -> destination/version}; nothing that adds up to none. */
    static Map<String, Long> calls(Collection<EdgeDelta> deltas) {
        Map<String, Long> calls = new TreeMap<>();
        for (EdgeDelta delta : deltas) {
            long window = (delta.windowStartMillis() - START) / TEN_SECONDS;
            calls.merge(name(window, delta.edge()), delta.changes().calls(), Long::sum);
        }
        calls.values().removeIf(count -> count == 0);
        return calls;
    }

    static String name(long window, Edge edge) {
        return window + " " + edge.source().name() + "/" + edge.sourceVersion() + " -> "
                + edge.destination().name() + "/" + edge.destinationVersion();
    }
}
