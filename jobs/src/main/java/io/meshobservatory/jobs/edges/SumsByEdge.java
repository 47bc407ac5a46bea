/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeStats;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A sum for each edge. Equal edges mostly are one object, so they are looked for by identity first. Memory: besides the sums, 16 to
 * 32 bytes for each. Not thread-safe.
 */
final class SumsByEdge {
    private static final int FIRST_PLACES_LOG_2 = 6;
    private static final int MAX_PLACES_LOG_2 = 18;

    private final Map<Edge, EdgeStats> sums = new HashMap<>();
    private int placesLog2 = FIRST_PLACES_LOG_2;
    private EdgeMemory<EdgeStats> met = new EdgeMemory<>(placesLog2);

    /** The sum of an edge, empty if there was none. */
    EdgeStats of(Edge edge) {
        EdgeStats known = met.get(edge);
        if (known != null) {
            return known;
        }
        EdgeStats stats = sums.get(edge);
        if (stats == null) {
            stats = new EdgeStats();
            sums.put(edge, stats);
            if (2 * sums.size() > 1 << placesLog2 && placesLog2 < MAX_PLACES_LOG_2) {
                met = new EdgeMemory<>(++placesLog2);
            }
        }
        met.put(edge, stats);
        return stats;
    }

    int size() {
        return sums.size();
    }

    void forEach(BiConsumer<Edge, EdgeStats> visitor) {
        sums.forEach(visitor);
    }
}
