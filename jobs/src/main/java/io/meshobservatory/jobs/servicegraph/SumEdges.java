/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.trace.TraceSettlement;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeWindows;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.drops.DropCounters;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.time.EventTimeFloor;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the open windows of each relation and gives out their rows, as {@link EdgeWindows} decides. Nothing remains of an edge
 * once its last hour and the allowed lateness are over.
 *
 * <p>After a restart the watermark begins anew, and changes to windows that were forgotten before could pass for timely:
 * they would replace whole rows by small ones. {@link EventTimeFloor} keeps them out.
 *
 * <p>What the former attempt gave out after the checkpoint may differ from what comes now, as records and watermarks of
 * several channels meet in another order. So the rows of an edge are given out again when the edge is next touched, at the
 * latest when their windows are forgotten. Rows that only the former attempt knew are the business of whoever keeps them.
 */
final class SumEdges extends KeyedProcessFunction<Relation, EdgeDelta, EdgeRow> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final long allowedLatenessMillis;
    private final boolean batch;
    private final EventTimeFloor floor = new EventTimeFloor();
    private final Incarnation incarnation = new Incarnation();
    private transient @Nullable ValueState<EdgeWindows> windows;
    private transient @Nullable DropCounters dropCounters;

    /** @param batch whether timers that timers set are ignored, as in a batch run */
    SumEdges(ServiceGraphConfig config, boolean batch) {
        this.allowedLatenessMillis = config.allowedLateness().toMillis();
        this.batch = batch;
    }

    @Override
    public void open(OpenContext context) {
        windows = getRuntimeContext().getState(new ValueStateDescriptor<>("edge-windows", Types.EDGE_WINDOWS));
        dropCounters = new DropCounters(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        floor.initialize(context);
        incarnation.initialize(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        floor.snapshot();
        incarnation.snapshot();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(EdgeDelta delta, Context context, Collector<EdgeRow> out) throws Exception {
        long now = floor.raise(context.timerService().currentWatermark());
        if (TraceSettlement.lastMillisOfWindow(delta.windowStartMillis()) + allowedLatenessMillis <= now) {
            dropCounters.count(DropReason.CALL_TOO_LATE);
            return;
        }
        EdgeWindows open = windows.value();
        if (open == null) {
            open = new EdgeWindows();
        }
        boolean resumed = open.resume(incarnation.number());
        boolean woken =
                open.merge(delta.windowStartMillis(), Versions.of(delta.edge()), delta.vantage(), delta.packed());
        windows.update(open);
        long watermark = context.timerService().currentWatermark();
        if (woken) {
            wake(delta.windowLastMillis(), watermark, context);
            if (batch) {
                wake(WindowSize.ONE_MINUTE.endMillis(delta.windowStartMillis()) - 1, watermark, context);
                wake(WindowSize.ONE_HOUR.endMillis(delta.windowStartMillis()) - 1, watermark, context);
            }
        }
        if (resumed) {
            wake(open.nextWakeMillis(watermark, allowedLatenessMillis), watermark, context);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long nowMillis, OnTimerContext context, Collector<EdgeRow> out) throws Exception {
        floor.raiseByTimer(nowMillis, context.timerService().currentWatermark());
        EdgeWindows open = windows.value();
        if (open == null) {
            return;
        }
        open.resume(incarnation.number());
        open.advance(nowMillis, allowedLatenessMillis, context.getCurrentKey(), out::collect);
        if (open.isEmpty()) {
            windows.clear();
        } else {
            windows.update(open);
            wake(open.nextWakeMillis(nowMillis, allowedLatenessMillis), nowMillis, context);
        }
    }

    /** A timer in the past would fire with the next watermark too, but out of the order of time. */
    private static void wake(long atMillis, long nowMillis, Context context) {
        context.timerService().registerEventTimeTimer(Math.max(atMillis, nowMillis + 1));
    }
}
