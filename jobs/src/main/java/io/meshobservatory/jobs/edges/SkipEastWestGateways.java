/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.EdgeDelta;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what is seen of east-west gateways: they pass calls between clusters through without looking into them, and the
 * same calls are told by the proxies on both sides. Counted as {@code passedThroughEastWest}.
 */
public final class SkipEastWestGateways extends RichFilterFunction<EdgeDelta> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Counter skipped;

    @Override
    public void open(OpenContext context) {
        skipped = getRuntimeContext().getMetricGroup().counter("passedThroughEastWest");
    }

    @Override
    public boolean filter(EdgeDelta delta) {
        boolean told =
                !isEastWest(delta.edge().source()) && !isEastWest(delta.edge().destination());
        if (!told && skipped != null) {
            skipped.inc();
        }
        return told;
    }

    private static boolean isEastWest(Node node) {
        return node.kind() == NodeKind.GATEWAY && GatewayNames.isEastWest(node.name());
    }
}
