/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.store.StoredEdge;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the rows of a range, and sums them by edge and by node. Not thread-safe. */
public final class EdgeSums implements Consumer<StoredEdge> {
    private static final Comparator<EdgeView> BUSIEST_FIRST = Comparator.comparingLong(EdgeView::calls)
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
     * The edges, those with the most calls first.
     *
     * @param seconds what to divide calls by for rates
     */
    public List<EdgeView> edges(double seconds) {
        Map<EdgePair, List<Edge>> pairs = new HashMap<>();
        for (Edge edge : sums.keySet()) {
            pairs.computeIfAbsent(EdgePair.of(edge), pair -> new ArrayList<>()).add(edge);
        }
        List<EdgeView> views = new ArrayList<>(pairs.size());
        pairs.forEach((pair, edges) -> views.add(edge(pair, edges, seconds)));
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
        flows.forEach((node, both) -> views.add(new NodeView(
                node.cluster(),
                node.namespace(),
                node.name(),
                node.kind().name(),
                both.inbound.flow(seconds),
                both.outbound.flow(seconds))));
        return views;
    }

    private EdgeView edge(EdgePair pair, List<Edge> edges, double seconds) {
        EdgeSum total = new EdgeSum();
        List<VersionView> versions = new ArrayList<>(edges.size());
        for (Edge edge : edges) {
            EdgeSum sum = requireNonNull(sums.get(edge), "sum");
            total.add(sum);
            versions.add(sum.version(edge.sourceVersion(), edge.destinationVersion(), seconds));
        }
        versions.sort(Comparator.comparingLong(VersionView::calls)
                .reversed()
                .thenComparing(VersionView::sourceVersion)
                .thenComparing(VersionView::destinationVersion));
        return total.edge(pair, seconds, versions);
    }

    private static final class NodeFlows {
        private final Flow inbound = new Flow();
        private final Flow outbound = new Flow();
    }

    private static final class Flow {
        private long calls;
        private long errors;

        void add(EdgeSum sum) {
            calls += sum.calls();
            errors += sum.errors();
        }

        FlowView flow(double seconds) {
            return new FlowView(calls, Figures.perSecond(calls, seconds), errors, Figures.ratio(errors, calls));
        }
    }
}
