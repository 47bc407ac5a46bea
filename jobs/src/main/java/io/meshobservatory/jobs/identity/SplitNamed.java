/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.serialization.Types;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Sends the sums whose one end is to be looked up ({@link EdgeEnd#lookedUpBy}) to {@link #BY_NAME}; all others pass. */
final class SplitNamed extends ProcessFunction<EdgeDelta, EdgeDelta> {
    static final OutputTag<EdgeDelta> BY_NAME = new OutputTag<>("known-by-name", Types.EDGE_DELTA);

    private static final long serialVersionUID = 1L;

    private final EdgeEnd end;

    SplitNamed(EdgeEnd end) {
        this.end = end;
    }

    @Override
    public void processElement(EdgeDelta delta, Context context, Collector<EdgeDelta> out) {
        if (end.lookedUpBy(delta.edge()) == null) {
            out.collect(delta);
        } else {
            context.output(BY_NAME, delta);
        }
    }
}
