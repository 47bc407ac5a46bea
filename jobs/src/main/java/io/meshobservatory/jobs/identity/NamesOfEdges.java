/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.jobs.edges.EdgeMemory;
import org.jspecify.annotations.Nullable;

/**
 * The name by which to look up one end of each edge, as {@link EdgeEnd#lookedUpBy} tells it, remembered for as long as the
 * same objects come again: to find out takes a look at each character. Memory: 8 bytes for each of 65,536 places. Not thread-safe.
 */
final class NamesOfEdges {
    private static final int PLACES_LOG_2 = 16;

    /** Stands for no name. */
    private static final Node NOBODY = Node.external("");

    private final EdgeEnd end;
    private final EdgeMemory<Node> names = new EdgeMemory<>(PLACES_LOG_2);

    NamesOfEdges(EdgeEnd end) {
        this.end = end;
    }

    /** Null where it is no question of names. */
    @SuppressWarnings("ReferenceEquality") // it is that object
    @Nullable
    Node of(Edge edge) {
        Node known = names.get(edge);
        if (known != null) {
            return known == NOBODY ? null : known;
        }
        Node name = end.lookedUpBy(edge);
        names.put(edge, name == null ? NOBODY : name);
        return name;
    }
}
