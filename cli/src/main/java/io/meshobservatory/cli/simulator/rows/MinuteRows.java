/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;

/**
 * What the service graph would tell of one minute. Immutable.
 *
 * @param windowStartMillis begin of the minute, milliseconds since the epoch
 * @param edges rows of one minute, sorted by edge; edges without calls have none
 * @param facts facts of the minute, sorted by node
 */
public record MinuteRows(long windowStartMillis, List<EdgeRow> edges, List<FactRow> facts) {
    public MinuteRows {
        edges = List.copyOf(edges);
        facts = List.copyOf(facts);
    }
}
