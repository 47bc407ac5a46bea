/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.NodeSighting;
import io.meshobservatory.core.window.WindowSize;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Both ends of an edge were seen when it was. */
final class SightNodes implements FlatMapFunction<EdgeRow, NodeSighting> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(EdgeRow row, Collector<NodeSighting> out) {
        if (row.isRemoval() || row.windowSize() != WindowSize.TEN_SECONDS) {
            return;
        }
        out.collect(new NodeSighting(row.edge().source(), row.firstSeenMillis(), row.lastSeenMillis()));
        out.collect(new NodeSighting(row.edge().destination(), row.firstSeenMillis(), row.lastSeenMillis()));
    }
}
