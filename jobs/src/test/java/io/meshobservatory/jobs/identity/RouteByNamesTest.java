/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sum goes where its names are in question, and nowhere else. */
class RouteByNamesTest {
    private static final Node WEB = new Node("c1", "shop", "web", NodeKind.SERVICE);
    private static final Node CART = new Node("c1", "shop", "cart", NodeKind.SERVICE);
    private static final Node ADDRESS = new Node("c1", Node.UNKNOWN_NAME, "10.0.0.1", NodeKind.UNKNOWN);

    private static final Edge KNOWN = new Edge(WEB, "v1", CART, "v1", "http");
    private static final Edge UNANSWERED = new Edge(WEB, "v1", CART, Node.UNKNOWN_NAME, "http");
    private static final Edge FROM_ADDRESS = new Edge(ADDRESS, Node.UNKNOWN_NAME, CART, "v1", "http");
    private static final Edge BOTH = new Edge(ADDRESS, Node.UNKNOWN_NAME, CART, Node.UNKNOWN_NAME, "http");

    @Test
    @DisplayName("the first time and again, by the same object and by an equal one")
    void ways() throws Exception {
        try (OneInputStreamOperatorTestHarness<EdgeDelta, EdgeDelta> harness =
                new OneInputStreamOperatorTestHarness<>(new RouteByNames())) {
            harness.open();
            for (int round = 0; round < 3; round++) {
                for (Edge edge : List.of(KNOWN, UNANSWERED, FROM_ADDRESS, BOTH)) {
                    harness.processElement(new StreamRecord<>(delta(round < 2 ? edge : copy(edge))));
                }
            }

            assertThat(edges(harness.extractOutputStreamRecords()))
                    .containsExactly(FROM_ADDRESS, BOTH, FROM_ADDRESS, BOTH, FROM_ADDRESS, BOTH);
            assertThat(edges(harness.getSideOutput(RouteByNames.CALLEES)))
                    .containsExactly(UNANSWERED, UNANSWERED, UNANSWERED);
            assertThat(edges(harness.getSideOutput(RouteByNames.KNOWN))).containsExactly(KNOWN, KNOWN, KNOWN);
            assertThat(harness.getSideOutput(RouteByNames.KNOWN))
                    .allSatisfy(known -> assertThat(known.getTimestamp()).isEqualTo(29_999));
        }
    }

    private static List<Edge> edges(@Nullable Collection<? extends StreamRecord<? extends EdgeDelta>> records) {
        List<Edge> edges = new ArrayList<>();
        if (records != null) {
            records.forEach(each -> edges.add(each.getValue().edge()));
        }
        return edges;
    }

    private static EdgeDelta delta(Edge edge) {
        return new EdgeDelta(edge, 20_000, Vantage.TRACES, new EdgeStats());
    }

    private static Edge copy(Edge edge) {
        return new Edge(
                edge.source(), edge.sourceVersion(), edge.destination(), edge.destinationVersion(), edge.protocol());
    }
}
