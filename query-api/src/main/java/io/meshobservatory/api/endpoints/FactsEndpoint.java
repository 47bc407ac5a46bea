/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.graph.FactView;
import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.store.FactFilter;
import io.meshobservatory.api.store.FactStore;
import io.meshobservatory.api.store.StoredFact;
import io.meshobservatory.api.time.RangeParser;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.fact.FactKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** `/api/v1/facts`: what is known about nodes apart from calls, minute by minute, in pages. */
public final class FactsEndpoint implements Endpoint {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 5_000;

    private final FactStore facts;
    private final RangeParser ranges;
    private final FactCursor cursors;

    public FactsEndpoint(FactStore facts, RangeParser ranges, FactCursor cursors) {
        this.facts = requireNonNull(facts, "facts");
        this.ranges = requireNonNull(ranges, "ranges");
        this.cursors = requireNonNull(cursors, "cursors");
    }

    /**
     * The answer.
     *
     * @param from start of the range of all pages, a whole minute, inclusive
     * @param to its end, exclusive
     * @param nextCursor asks for the next page, null on the last one
     */
    record Answer(
            Instant from,
            Instant to,
            List<FactView> facts,
            @Nullable String nextCursor) {}

    @Override
    public String path() {
        return "/api/v1/facts";
    }

    @Override
    public Set<String> parameters() {
        return Set.of(
                "cluster",
                "namespace",
                "name",
                "kind",
                "peer_cluster",
                "peer_namespace",
                "peer_name",
                "peer_kind",
                "fact",
                "from",
                "to",
                "limit",
                Cursor.PARAMETER);
    }

    @Override
    public Object answer(Parameters parameters) {
        FactFilter filter = new FactFilter(
                end(parameters, ""),
                end(parameters, "peer_"),
                fact(parameters).map(FactKind::label).orElse(null));
        int limit = parameters.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
        FactCursor.Position position = parameters
                .text(Cursor.PARAMETER)
                .map(cursors::decode)
                .orElseGet(() -> FactCursor.Position.first(ranges.fromTo(parameters)));
        TimeRange range = position.range();
        // one more than asked for, to know whether there is a next page
        List<StoredFact> found = facts.page(range, filter, position.after(), limit + 1);
        boolean more = found.size() > limit;
        List<StoredFact> page = more ? found.subList(0, limit) : found;
        return new Answer(
                Instant.ofEpochMilli(range.fromMillis()),
                Instant.ofEpochMilli(range.toMillis()),
                page.stream().map(FactView::of).toList(),
                more ? cursors.encode(range, page.get(page.size() - 1)) : null);
    }

    private static FactFilter.End end(Parameters parameters, String prefix) {
        return new FactFilter.End(
                parameters.text(prefix + "cluster").orElse(null),
                parameters.text(prefix + "namespace").orElse(null),
                parameters.text(prefix + "name").orElse(null),
                parameters.kind(prefix + "kind").orElse(null));
    }

    private static Optional<FactKind> fact(Parameters parameters) {
        return parameters
                .text("fact")
                .map(label -> Arrays.stream(FactKind.values())
                        .filter(kind -> kind.label().equals(label))
                        .findAny()
                        .orElseThrow(() -> Problem.badParameter(
                                "fact",
                                label,
                                Arrays.stream(FactKind.values())
                                        .map(FactKind::label)
                                        .collect(Collectors.joining(", ", "one of ", "")))));
    }
}
