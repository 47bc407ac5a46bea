/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.EdgeEnd;
import org.jspecify.annotations.Nullable;

/**
 * The name by which to look up one end of each edge, as {@link EdgeEnd#lookedUpBy} tells it, remembered for as long as the
 * same objects come again: to find out takes a look at each character. Memory: 8 bytes for each of 65,536 places. Not
 * thread-safe.
 */
final class NamesOfEdges {
    private static final int PLACES = 1 << 16;
    private static final int SCRAMBLE = 0x9E3779B9;
    private static final int SHIFT = 16;

    private final EdgeEnd end;
    private final @Nullable Edge[] edges = new Edge[PLACES];
    private final @Nullable Node[] names = new Node[PLACES];

    NamesOfEdges(EdgeEnd end) {
        this.end = end;
    }

    /** Null where it is no question of names. */
    @SuppressWarnings("ReferenceEquality") // equal edges have equal names; this is only to find them fast
    @Nullable
    Node of(Edge edge) {
        int place = System.identityHashCode(edge) * SCRAMBLE >>> SHIFT;
        if (edges[place] != edge) {
            names[place] = end.lookedUpBy(edge);
            edges[place] = edge;
        }
        return names[place];
    }
}
