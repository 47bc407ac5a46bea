/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.graph.SimulatedNode;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.EdgeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sums of one minute after the other. Not thread-safe. */
final class RowBook {
    private static final String HANDSHAKE_FAILURE = "CERTIFICATE_VERIFY_FAILED";

    private final Map<SimulatedNode, Node> nodes = new HashMap<>();
    private SortedMap<Edge, RowSum> sums = new TreeMap<>();
    private SortedMap<Edge, Long> handshakeFailures = new TreeMap<>();

    /** The sum of an edge in the running minute. */
    RowSum sum(Party from, Party to, String protocol, Sight sight, String destinationPrincipal, long wayNanos) {
        Edge edge = edge(from, to, protocol);
        return sums.computeIfAbsent(edge, key -> new RowSum(sight, destinationPrincipal, wayNanos));
    }

    /** Counts TLS handshakes that failed, as the caller's access log tells. */
    void addHandshakeFailures(Party from, Party to, long failures) {
        handshakeFailures.merge(edge(from, to, ""), failures, Long::sum);
    }

    /** Closes the minute, and begins the next one. */
    MinuteRows close(long windowStartMillis, long seed) {
        List<EdgeRow> rows = new ArrayList<>(sums.size());
        sums.forEach((edge, sum) -> {
            SeededRandom ids = SeededRandom.of(
                    seed, windowStartMillis, edge.relation().toString().hashCode());
            String trace = String.format("%016x%016x", ids.nextId(), ids.nextId());
            EdgeRow row = sum.row(windowStartMillis, edge, trace);
            if (row != null) {
                rows.add(row);
            }
        });
        List<FactRow> facts = new ArrayList<>();
        handshakeFailures.forEach((edge, failures) -> facts.add(new FactRow(
                windowStartMillis,
                edge.source(),
                edge.destination(),
                FactKind.TLS_HANDSHAKE_FAILURES,
                HANDSHAKE_FAILURE,
                failures)));
        sums = new TreeMap<>();
        handshakeFailures = new TreeMap<>();
        return new MinuteRows(windowStartMillis, rows, facts);
    }

    private Edge edge(Party from, Party to, String protocol) {
        return new Edge(node(from.node()), from.version(), node(to.node()), to.version(), protocol);
    }

    private Node node(SimulatedNode node) {
        return nodes.computeIfAbsent(
                node,
                key -> new Node(
                        key.cluster(),
                        key.namespace(),
                        key.name(),
                        NodeKind.valueOf(key.kind().name())));
    }
}
