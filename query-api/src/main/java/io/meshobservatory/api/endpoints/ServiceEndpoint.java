/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.graph.EdgeSums;
import io.meshobservatory.api.graph.EdgeView;
import io.meshobservatory.api.graph.FactView;
import io.meshobservatory.api.graph.FindingView;
import io.meshobservatory.api.graph.FlowView;
import io.meshobservatory.api.graph.NodeEvidence;
import io.meshobservatory.api.graph.NodeEvidence.Unmatched;
import io.meshobservatory.api.graph.NodeRef;
import io.meshobservatory.api.graph.NodeView;
import io.meshobservatory.api.graph.PointView;
import io.meshobservatory.api.graph.RangeView;
import io.meshobservatory.api.graph.Series;
import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.store.EdgeFilter;
import io.meshobservatory.api.store.EdgeStore;
import io.meshobservatory.api.store.FactFilter;
import io.meshobservatory.api.store.FactStore;
import io.meshobservatory.api.store.ServiceStore;
import io.meshobservatory.api.time.RangeParser;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Overflow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.core.window.WindowSize;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** `/api/v1/services/{cluster}/{namespace}/{name}`: one node, its edges, and its traffic over time. */
public final class ServiceEndpoint implements Endpoint {
    /** How many facts an answer holds; there are a few for each node. */
    private static final int MAX_FACTS = 500;

    private final ServiceStore services;
    private final EdgeStore edges;
    private final FactStore facts;
    private final RangeParser ranges;
    private final Clock clock;
    private final int maxEdges;

    /**
     * Makes the endpoint.
     *
     * @param maxEdges how many edges an answer holds
     */
    public ServiceEndpoint(
            ServiceStore services, EdgeStore edges, FactStore facts, RangeParser ranges, Clock clock, int maxEdges) {
        this.services = requireNonNull(services, "services");
        this.edges = requireNonNull(edges, "edges");
        this.facts = requireNonNull(facts, "facts");
        this.ranges = requireNonNull(ranges, "ranges");
        this.clock = requireNonNull(clock, "clock");
        this.maxEdges = maxEdges;
    }

    /**
     * The answer.
     *
     * @param overflow whether the node stands for all names past the limit of its cluster
     * @param unmatched sampled calls of which one side was not seen
     * @param findings what its operators should look at
     * @param facts what is known about it apart from calls, merged over the range
     */
    record Answer(
            RangeView range,
            String cluster,
            String namespace,
            String name,
            String kind,
            boolean overflow,
            Instant firstSeen,
            Instant lastSeen,
            FlowView inbound,
            FlowView outbound,
            UnmatchedView unmatched,
            List<FindingView> findings,
            List<FactView> facts,
            List<EdgeView> inboundEdges,
            List<EdgeView> outboundEdges,
            long edgesTotal,
            boolean truncated,
            List<PointView> inboundSeries,
            List<PointView> outboundSeries) {}

    /** Unmatched calls by direction. */
    record UnmatchedView(Unmatched inbound, Unmatched outbound) {}

    @Override
    public String path() {
        return "/api/v1/services/{cluster}/{namespace}/{name}";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("from", "to", "kind");
    }

    @Override
    public Object answer(Parameters parameters) {
        TimeRange range = ranges.fromTo(parameters);
        NodeSighting sighting = sighting(parameters);
        Node node = sighting.node();
        EdgeFilter filter = EdgeFilter.touching(node);

        EdgeSums sums = new EdgeSums();
        EdgeStore.Extent extent = edges.readForSums(range, filter, maxEdges, sums);
        RangeView view = RangeView.of(range, extent.dataUntilMillis(), clock);

        Series inbound = new Series(range.resolution());
        Series outbound = new Series(range.resolution());
        edges.readForSeries(range, filter, row -> {
            if (row.edge().destination().equals(node)) {
                inbound.accept(row);
            }
            if (row.edge().source().equals(node)) {
                outbound.accept(row);
            }
        });

        NodeRef self = NodeRef.of(node);
        List<EdgeView> all = sums.edges(view.rateSeconds());
        Optional<NodeView> flows = sums.nodes(view.rateSeconds()).stream()
                .filter(candidate -> self.equals(
                        new NodeRef(candidate.cluster(), candidate.namespace(), candidate.name(), candidate.kind())))
                .findAny();
        NodeEvidence evidence = sums.evidence(node);
        List<FactView> known = facts(node, range);
        long dataEndMillis = range.fromMillis() + Math.round(view.rateSeconds() * 1000);
        return new Answer(
                view,
                self.cluster(),
                self.namespace(),
                self.name(),
                self.kind(),
                self.name().equals(Overflow.NAME),
                Instant.ofEpochMilli(sighting.firstSeenMillis()),
                Instant.ofEpochMilli(sighting.lastSeenMillis()),
                flows.map(NodeView::inbound).orElse(FlowView.NOTHING),
                flows.map(NodeView::outbound).orElse(FlowView.NOTHING),
                new UnmatchedView(evidence.inbound(), evidence.outbound()),
                FindingView.of(evidence, known),
                known,
                all.stream().filter(edge -> edge.destination().equals(self)).toList(),
                all.stream().filter(edge -> edge.source().equals(self)).toList(),
                extent.pairs(),
                extent.pairs() > maxEdges,
                inbound.points(dataEndMillis),
                outbound.points(dataEndMillis));
    }

    private List<FactView> facts(Node node, TimeRange range) {
        TimeRange minutes = TimeRange.aligned(range.requestedFrom(), range.requestedTo(), WindowSize.ONE_MINUTE);
        FactFilter.End self = new FactFilter.End(node.cluster(), node.namespace(), node.name(), node.kind());
        return facts.summaries(minutes, new FactFilter(self, FactFilter.End.ANY, null), MAX_FACTS).stream()
                .map(FactView::of)
                .toList();
    }

    private NodeSighting sighting(Parameters parameters) {
        String cluster = parameters.path("cluster");
        String namespace = parameters.path("namespace");
        String name = parameters.path("name");
        Optional<NodeKind> kind = parameters.kind("kind");
        List<NodeSighting> found = services.named(cluster, namespace, name).stream()
                .filter(sighting ->
                        kind.isEmpty() || kind.get() == sighting.node().kind())
                .toList();
        if (found.isEmpty()) {
            throw Problem.notFound("no node '" + name + "' in namespace '" + namespace + "' of cluster '" + cluster
                    + "'" + kind.map(wanted -> " of kind " + wanted).orElse(""));
        }
        if (found.size() > 1) {
            throw Problem.badParameters(
                    "kind",
                    "kind: missing, and " + found.size() + " nodes have this name",
                    found.stream()
                            .map(sighting -> sighting.node().kind().name())
                            .collect(Collectors.joining(", ", "one of ", "")));
        }
        return found.get(0);
    }
}
