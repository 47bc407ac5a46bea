/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import io.meshobservatory.cli.recorded.RecordedRows;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The service graph of a whole recording.
 *
 * @param edges totals over the whole input
 * @param facts what was told of nodes, each kind and detail once for the whole input
 * @param undecodable how many requests could not be decoded
 * @param dropped how many spans were not counted, by reason
 * @param unparsedLogLines how many log lines fitted no known format
 */
record RecordedGraph(
        SortedMap<Relation, EdgeTotal> edges,
        List<FactRow> facts,
        long undecodable,
        Map<DropReason, Long> dropped,
        long unparsedLogLines) {
    /** Adds up the rows of all hours. */
    static RecordedGraph of(RecordedRows rows) {
        SortedMap<Relation, EdgeTotal> totals = new TreeMap<>();
        for (EdgeRow row : rows.edges()) {
            totals.computeIfAbsent(row.edge().relation(), key -> new EdgeTotal())
                    .add(row);
        }
        return new RecordedGraph(
                totals, FactTotals.of(rows.facts()), rows.undecodable(), rows.dropped(), rows.unparsedLogLines());
    }

    List<Finding> findings() {
        return Finding.of(edges);
    }
}
