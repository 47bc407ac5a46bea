/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import io.meshobservatory.core.graph.Edge;
import org.jspecify.annotations.Nullable;

/**
 * Remembers something of each edge for as long as the same objects come again, as they mostly do: to find it by the names of an edge
 * would be to look far away in memory. A table of fixed size with two places for each identity, which lie side by side: an edge that
 * finds both taken takes the one of the older. Memory: 8 bytes for each place. Not thread-safe.
 *
 * @param <V> what is remembered
 */
public final class EdgeMemory<V> {
    private static final int SCRAMBLE = 0x9E3779B9;
    private static final int WIDTH = 2;

    private final @Nullable Object[] places;
    private final int shift;

    /** @param sizeLog2 the binary logarithm of the number of places, from 1 to 24 */
    public EdgeMemory(int sizeLog2) {
        if (sizeLog2 < 1 || sizeLog2 > 24) {
            throw new IllegalArgumentException("places for 2^" + sizeLog2 + " edges (expected: from 2^1 to 2^24)");
        }
        this.places = new Object[WIDTH << sizeLog2];
        this.shift = Integer.SIZE - sizeLog2;
    }

    /** What was put for this object, null if that is not known any more. */
    @SuppressWarnings({"ReferenceEquality", "unchecked"}) // equal edges are asked for again; only values were put there
    public @Nullable V get(Edge edge) {
        int place = place(edge);
        if (places[place] == edge) {
            return (V) places[place + 1];
        }
        int other = place ^ WIDTH;
        return places[other] == edge ? (V) places[other + 1] : null;
    }

    /** Remembers something of an edge of which nothing is known. */
    public void put(Edge edge, V value) {
        int place = place(edge);
        if (places[place] != null) {
            int other = place ^ WIDTH;
            places[other] = places[place];
            places[other + 1] = places[place + 1];
        }
        places[place] = edge;
        places[place + 1] = value;
    }

    private int place(Edge edge) {
        return (System.identityHashCode(edge) * SCRAMBLE >>> shift) * WIDTH;
    }
}
