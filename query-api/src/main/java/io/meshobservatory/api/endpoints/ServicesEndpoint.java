/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.store.ServiceStore;
import io.meshobservatory.api.store.ServiceStore.Filter;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Overflow;
import io.meshobservatory.core.window.NodeSighting;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** `/api/v1/services`: every node that was ever seen, in pages. */
public final class ServicesEndpoint implements Endpoint {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String CURSOR = "services-1";

    private final ServiceStore services;

    public ServicesEndpoint(ServiceStore services) {
        this.services = requireNonNull(services, "services");
    }

    /**
     * The answer.
     *
     * @param nextCursor asks for the next page, null on the last one
     */
    record Answer(List<ServiceView> services, @Nullable String nextCursor) {}

    /** One node. */
    record ServiceView(
            String cluster,
            String namespace,
            String name,
            String kind,
            boolean overflow,
            Instant firstSeen,
            Instant lastSeen) {
        static ServiceView of(NodeSighting sighting) {
            Node node = sighting.node();
            return new ServiceView(
                    node.cluster(),
                    node.namespace(),
                    node.name(),
                    node.kind().name(),
                    node.name().equals(Overflow.NAME),
                    Instant.ofEpochMilli(sighting.firstSeenMillis()),
                    Instant.ofEpochMilli(sighting.lastSeenMillis()));
        }
    }

    @Override
    public String path() {
        return "/api/v1/services";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("cluster", "namespace", "q", "limit", Cursor.PARAMETER);
    }

    @Override
    public Object answer(Parameters parameters) {
        int limit = parameters.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
        Filter filter = new Filter(
                parameters.text("cluster").orElse(null),
                parameters.text("namespace").orElse(null),
                parameters.text("q").orElse(null));
        Node after =
                parameters.text(Cursor.PARAMETER).map(ServicesEndpoint::node).orElse(null);
        // one more than asked for, to know whether there is a next page
        List<NodeSighting> found = services.page(filter, after, limit + 1);
        boolean more = found.size() > limit;
        List<NodeSighting> page = more ? found.subList(0, limit) : found;
        return new Answer(
                page.stream().map(ServiceView::of).toList(),
                more ? cursor(page.get(page.size() - 1).node()) : null);
    }

    private static String cursor(Node last) {
        return Cursor.encode(
                CURSOR,
                List.of(
                        last.cluster(),
                        last.namespace(),
                        last.name(),
                        last.kind().name()));
    }

    private static Node node(String cursor) {
        List<String> parts = Cursor.decode(CURSOR, 4, cursor);
        NodeKind kind = Arrays.stream(NodeKind.values())
                .filter(candidate -> candidate.name().equals(parts.get(3)))
                .findAny()
                .orElseThrow(() -> Cursor.bad(cursor));
        return new Node(parts.get(0), parts.get(1), parts.get(2), kind);
    }
}
