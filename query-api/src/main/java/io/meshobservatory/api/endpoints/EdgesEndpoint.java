/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.graph.NodeRef;
import io.meshobservatory.api.graph.PointView;
import io.meshobservatory.api.graph.RangeView;
import io.meshobservatory.api.graph.Series;
import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.store.EdgeFilter;
import io.meshobservatory.api.store.EdgeFilter.End;
import io.meshobservatory.api.store.EdgeStore;
import io.meshobservatory.api.time.RangeParser;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.graph.Edge;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** `/api/v1/edges`: one edge over time, in pages. */
public final class EdgesEndpoint implements Endpoint {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 5_000;
    private static final Comparator<Matched> ORDER = Comparator.comparing(
                    (Matched matched) -> matched.source().toString())
            .thenComparing(matched -> matched.destination().toString())
            .thenComparing(Matched::protocol);

    private final EdgeStore edges;
    private final RangeParser ranges;
    private final SeriesCursor cursors;
    private final Clock clock;

    public EdgesEndpoint(EdgeStore edges, RangeParser ranges, SeriesCursor cursors, Clock clock) {
        this.edges = requireNonNull(edges, "edges");
        this.ranges = requireNonNull(ranges, "ranges");
        this.cursors = requireNonNull(cursors, "cursors");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The answer.
     *
     * @param range the range of all pages
     * @param matched which edges were seen in this page: more than one where the ends were given by name alone
     * @param nextCursor asks for the next page, null on the last one
     */
    record Answer(
            RangeView range,
            List<Matched> matched,
            List<PointView> points,
            @Nullable String nextCursor) {}

    /** An edge that the parameters fit. */
    record Matched(NodeRef source, NodeRef destination, String protocol) {
        static Matched of(Edge edge) {
            return new Matched(NodeRef.of(edge.source()), NodeRef.of(edge.destination()), edge.protocol());
        }
    }

    @Override
    public String path() {
        return "/api/v1/edges";
    }

    @Override
    public Set<String> parameters() {
        return Set.of(
                "source_cluster",
                "source_namespace",
                "source",
                "destination_cluster",
                "destination_namespace",
                "destination",
                "protocol",
                "from",
                "to",
                "limit",
                Cursor.PARAMETER);
    }

    @Override
    public Object answer(Parameters parameters) {
        EdgeFilter filter = EdgeFilter.between(
                end(parameters, "source"),
                end(parameters, "destination"),
                parameters.text("protocol").orElse(null));
        int limit = parameters.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
        SeriesCursor.Position position = parameters
                .text(Cursor.PARAMETER)
                .map(cursors::decode)
                .orElseGet(() -> SeriesCursor.Position.first(ranges.fromTo(parameters)));
        TimeRange page = position.page(limit);

        Series series = new Series(page.resolution());
        Set<Matched> matched = new TreeSet<>(ORDER);
        OptionalLong dataUntilMillis = edges.readForSeries(page, filter, row -> {
            series.accept(row);
            matched.add(Matched.of(row.edge()));
        });
        RangeView pageView = RangeView.of(page, dataUntilMillis, clock);
        long dataEndMillis = page.fromMillis() + Math.round(pageView.rateSeconds() * 1000);
        boolean last = page.toMillis() >= position.range().toMillis();
        return new Answer(
                RangeView.of(position.range(), dataUntilMillis, clock),
                List.copyOf(matched),
                series.points(dataEndMillis),
                last ? null : cursors.encode(position.at(page.toMillis())));
    }

    private static End end(Parameters parameters, String side) {
        return new End(
                parameters.text(side + "_cluster").orElse(null),
                parameters.text(side + "_namespace").orElse(null),
                parameters.required(side));
    }
}
