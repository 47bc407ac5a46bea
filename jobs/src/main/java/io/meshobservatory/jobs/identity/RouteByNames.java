/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.edges.EdgeMemory;
import io.meshobservatory.jobs.serialization.Types;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Sends each sum only where somebody has to be looked up, as an exchange costs more than the question: to the main output if it is
 * who calls, to {@link #CALLEES} if it is only who is called, else to {@link #KNOWN}, with the time that {@link StampWindows} would
 * give it. That depends on nothing but the edge, so all sums of one edge go one way. Memory: 8 bytes for each of 131,072 places.
 */
final class RouteByNames extends AbstractStreamOperator<EdgeDelta>
        implements OneInputStreamOperator<EdgeDelta, EdgeDelta> {
    /** Sums of edges whose caller is as it is told, and whose callee has to be looked up. */
    static final OutputTag<EdgeDelta> CALLEES = new OutputTag<>("callees-to-look-up", Types.EDGE_DELTA);

    /** Sums of edges whose ends are as they are told. */
    static final OutputTag<EdgeDelta> KNOWN = new OutputTag<>("known-edges", Types.EDGE_DELTA);

    private static final long serialVersionUID = 1L;
    private static final int PLACES_LOG_2 = 17;

    private enum Way {
        CALLERS,
        CALLEES,
        KNOWN
    }

    private transient EdgeMemory<Way> ways = new EdgeMemory<>(1);

    @Override
    public void open() throws Exception {
        super.open();
        ways = new EdgeMemory<>(PLACES_LOG_2);
    }

    @Override
    public void processElement(StreamRecord<EdgeDelta> element) {
        EdgeDelta delta = element.getValue();
        switch (wayOf(delta.edge())) {
            case CALLERS -> output.collect(element);
            case CALLEES -> output.collect(CALLEES, element);
            case KNOWN ->
                output.collect(KNOWN, new StreamRecord<>(delta, SumKey.lastMillis(delta.windowStartMillis())));
        }
    }

    private Way wayOf(Edge edge) {
        Way known = ways.get(edge);
        if (known == null) {
            known = EdgeEnd.SOURCE.lookedUpBy(edge) != null
                    ? Way.CALLERS
                    : EdgeEnd.DESTINATION.lookedUpBy(edge) != null ? Way.CALLEES : Way.KNOWN;
            ways.put(edge, known);
        }
        return known;
    }
}
