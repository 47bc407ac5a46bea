/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.store.StoredEdge;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.window.Traffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the rows of a range, and sums them by edge and by node. Not thread-safe. */
public final class EdgeSums implements Consumer<StoredEdge> {
    private static final Comparator<EdgeView> BUSIEST_FIRST = Comparator.comparingLong(
                    (EdgeView edge) -> edge.calls() + edge.connectionsOpened())
            .reversed()
            .thenComparing(edge -> edge.source().toString())
            .thenComparing(edge -> edge.destination().toString())
            .thenComparing(EdgeView::protocol);

    private final Map<Edge, EdgeSum> sums = new HashMap<>();

    @Override
    public void accept(StoredEdge row) {
        sums.computeIfAbsent(row.edge(), edge -> new EdgeSum()).add(row);
    }

    /**
     * The edges, those with the most calls and connections first.
     *
     * @param seconds what to divide calls by for rates
     */
    public List<EdgeView> edges(double seconds) {
        Map<Relation, List<Edge>> relations = new HashMap<>();
        for (Edge edge : sums.keySet()) {
            relations
                    .computeIfAbsent(edge.relation(), relation -> new ArrayList<>())
                    .add(edge);
        }
        List<EdgeView> views = new ArrayList<>(relations.size());
        relations.forEach((relation, edges) -> views.add(edge(relation, edges, seconds)));
        views.sort(BUSIEST_FIRST);
        return views;
    }

    /** The nodes at the ends of the edges, in the order of their keys. */
    public List<NodeView> nodes(double seconds) {
        Map<Node, NodeFlows> flows = new TreeMap<>();
        sums.forEach((edge, sum) -> {
            flows.computeIfAbsent(edge.source(), node -> new NodeFlows())
                    .outbound
                    .add(sum);
            flows.computeIfAbsent(edge.destination(), node -> new NodeFlows())
                    .inbound
                    .add(sum);
        });
        List<NodeView> views = new ArrayList<>(flows.size());
        flows.forEach(
                (node, both) -> views.add(NodeView.of(node, both.inbound.flow(seconds), both.outbound.flow(seconds))));
        return views;
    }

    /** What the edges tell of how a node's traffic was observed. */
    public NodeEvidence evidence(Node node) {
        NodeEvidence evidence = new NodeEvidence(node);
        sums.forEach(evidence::add);
        return evidence;
    }

    private EdgeView edge(Relation relation, List<Edge> edges, double seconds) {
        EdgeSum total = new EdgeSum();
        for (Edge edge : edges) {
            total.add(requireNonNull(sums.get(edge), "sum"));
        }
        long calls = total.traffic().calls();
        List<VersionView> versions = new ArrayList<>(edges.size());
        for (Edge edge : edges) {
            EdgeSum sum = requireNonNull(sums.get(edge), "sum");
            versions.add(sum.version(edge.sourceVersion(), edge.destinationVersion(), seconds, calls));
        }
        versions.sort(Comparator.comparingLong(VersionView::calls)
                .reversed()
                .thenComparing(VersionView::sourceVersion)
                .thenComparing(VersionView::destinationVersion));
        return total.edge(relation, seconds, versions);
    }

    private static final class NodeFlows {
        private final Flow inbound = new Flow();
        private final Flow outbound = new Flow();
    }

    private static final class Flow {
        private long calls;
        private long sampledCalls;
        private long errors;
        private long connections;

        void add(EdgeSum sum) {
            Traffic traffic = sum.traffic();
            calls += traffic.calls();
            sampledCalls += sum.coverage().sampledCalls();
            errors += traffic.outcomes().errors();
            connections += traffic.connectionsOpened();
        }

        FlowView flow(double seconds) {
            return new FlowView(
                    calls,
                    Figures.perSecond(calls, seconds),
                    sampledCalls,
                    errors,
                    Figures.ratio(errors, calls),
                    connections,
                    Figures.perSecond(connections, seconds));
        }
    }
}
