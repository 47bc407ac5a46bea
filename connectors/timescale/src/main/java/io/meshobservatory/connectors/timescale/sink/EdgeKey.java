/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import io.meshobservatory.connectors.timescale.schema.ResultTable;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import java.util.Comparator;

/**
 * The natural key of a row and the table that it is in, ordered as all transactions write: by table, window and edge.
 *
 * @param table the table
 * @param windowStartMillis start of the window, milliseconds since the epoch
 * @param edge the edge; core keeps its names within what the database can store and index
 */
record EdgeKey(ResultTable table, long windowStartMillis, Edge edge) implements Comparable<EdgeKey> {
    private static final Comparator<EdgeKey> ORDER = Comparator.comparing(EdgeKey::table)
            .thenComparingLong(EdgeKey::windowStartMillis)
            .thenComparing(EdgeKey::edge);

    static EdgeKey of(EdgeRow row) {
        return new EdgeKey(ResultTable.of(row.windowSize()), row.windowStartMillis(), row.edge());
    }

    @Override
    public int compareTo(EdgeKey other) {
        return ORDER.compare(this, other);
    }
}
