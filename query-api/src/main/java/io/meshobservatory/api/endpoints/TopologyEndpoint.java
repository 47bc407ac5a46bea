/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.graph.EdgeSums;
import io.meshobservatory.api.graph.EdgeView;
import io.meshobservatory.api.graph.NodeView;
import io.meshobservatory.api.graph.RangeView;
import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.store.EdgeFilter;
import io.meshobservatory.api.store.EdgeStore;
import io.meshobservatory.api.time.RangeParser;
import io.meshobservatory.api.time.TimeRange;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** `/api/v1/topology`: who called whom in a stretch of time. */
public final class TopologyEndpoint implements Endpoint {
    private final EdgeStore edges;
    private final RangeParser ranges;
    private final Clock clock;
    private final int maxEdges;

    /**
     * Makes the endpoint.
     *
     * @param maxEdges how many edges an answer holds
     */
    public TopologyEndpoint(EdgeStore edges, RangeParser ranges, Clock clock, int maxEdges) {
        this.edges = requireNonNull(edges, "edges");
        this.ranges = requireNonNull(ranges, "ranges");
        this.clock = requireNonNull(clock, "clock");
        this.maxEdges = maxEdges;
    }

    /**
     * The answer.
     *
     * @param edgesTotal how many edges there are, more than given where `truncated`
     */
    record Answer(RangeView range, List<NodeView> nodes, List<EdgeView> edges, long edgesTotal, boolean truncated) {}

    @Override
    public String path() {
        return "/api/v1/topology";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("cluster", "namespace", "from", "to", "at", "width");
    }

    @Override
    public Object answer(Parameters parameters) {
        TimeRange range = ranges.fromToOrAt(parameters);
        EdgeFilter filter = EdgeFilter.touching(
                parameters.text("cluster").orElse(null),
                parameters.text("namespace").orElse(null));
        EdgeSums sums = new EdgeSums();
        EdgeStore.Extent extent = edges.readForSums(range, filter, maxEdges, sums);
        RangeView view = RangeView.of(range, extent.dataUntilMillis(), clock);
        return new Answer(
                view,
                sums.nodes(view.rateSeconds()),
                sums.edges(view.rateSeconds()),
                extent.pairs(),
                extent.pairs() > maxEdges);
    }
}
