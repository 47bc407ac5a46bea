/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.rows;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row of an edge and when it was given out. Immutable.
 *
 * @param row of one minute
 * @param emittedMillis event time at which the graph job gave it out, milliseconds since the epoch
 */
public record StampedRow(EdgeRow row, long emittedMillis) {
    public StampedRow {
        requireNonNull(row, "row");
    }

    /**
     * The row of each edge that was given out last, in the order of edges. Of two of the same time one is taken by content, so
     * that it does not matter which came first.
     *
     * @param rows of one minute
     */
    public static Collection<StampedRow> latest(Iterable<StampedRow> rows) {
        Map<Edge, StampedRow> latest = new TreeMap<>();
        for (StampedRow row : rows) {
            latest.merge(row.row().edge(), row, StampedRow::later);
        }
        return latest.values();
    }

    private static StampedRow later(StampedRow one, StampedRow other) {
        if (one.emittedMillis != other.emittedMillis) {
            return one.emittedMillis > other.emittedMillis ? one : other;
        }
        if (one.row.equals(other.row)) {
            return one;
        }
        return Arrays.compare(EdgeRowJson.write(one.row), EdgeRowJson.write(other.row)) > 0 ? one : other;
    }
}
