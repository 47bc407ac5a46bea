/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of edges that only traces saw. */
final class Rows {
    private Rows() {}

    /** The one row of an edge, or the row that removes it where nothing is left. */
    static EdgeRow of(WindowSize size, long startMillis, Edge edge, EdgeStats traced) {
        Observations observations = new Observations();
        observations.merge(Vantage.TRACES, traced);
        observations.forgetEmpty();
        List<EdgeRow> rows = new ArrayList<>();
        Map<Versions, Observations> observed = Map.of(Versions.of(edge), observations);
        Reconciliation.rows(size, startMillis, edge.relation(), observed, HourView.alone(observed), rows::add);
        assertThat(rows).hasSizeLessThanOrEqualTo(1);
        return rows.isEmpty() ? EdgeRow.removal(size, startMillis, edge) : rows.get(0);
    }
}
