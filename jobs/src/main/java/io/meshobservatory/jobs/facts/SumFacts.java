/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.facts;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.fact.FactWindow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.time.EventTimeFloor;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the open minutes of each node and gives out their facts, as {@link FactWindow} decides: when a minute closes, and
 * again after each later change. A minute is forgotten when the allowed lateness after its end is over; what comes later is
 * counted as {@code lateFacts}, values that are no numbers as {@code unusableFacts}.
 */
final class SumFacts extends KeyedProcessFunction<Node, Fact, FactRow> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final long allowedLatenessMillis;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable MapState<Long, FactWindow> minutes;
    private transient @Nullable Counter late;
    private transient @Nullable Counter unusable;

    SumFacts(long allowedLatenessMillis) {
        this.allowedLatenessMillis = allowedLatenessMillis;
    }

    @Override
    public void open(OpenContext context) {
        minutes = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("fact-minutes", BasicTypeInfo.LONG_TYPE_INFO, FactTypes.FACT_WINDOW));
        late = getRuntimeContext().getMetricGroup().counter("lateFacts");
        unusable = getRuntimeContext().getMetricGroup().counter("unusableFacts");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        floor.initialize(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        floor.snapshot();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(Fact fact, Context context, Collector<FactRow> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        long now = floor.raise(watermark);
        long start = WindowSize.ONE_MINUTE.startMillis(fact.timeMillis());
        if (!FactWindow.isTellable(fact.value())) {
            unusable.inc();
            return;
        }
        if (lastMillis(start) + allowedLatenessMillis <= now) {
            late.inc();
            return;
        }
        FactWindow minute = minutes.get(start);
        if (minute == null) {
            minute = new FactWindow();
        }
        minute.add(fact);
        minutes.put(start, minute);
        wake(lastMillis(start), watermark, context);
        wake(lastMillis(start) + allowedLatenessMillis, watermark, context);
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<FactRow> out) throws Exception {
        floor.raiseByTimer(timerMillis, context.timerService().currentWatermark());
        Map<Long, FactWindow> closed = new TreeMap<>();
        for (Map.Entry<Long, FactWindow> minute : minutes.entries()) {
            if (lastMillis(minute.getKey()) <= timerMillis) {
                closed.put(minute.getKey(), minute.getValue());
            }
        }
        for (Map.Entry<Long, FactWindow> minute : closed.entrySet()) {
            long start = minute.getKey();
            minute.getValue().show(start, context.getCurrentKey(), out::collect);
            if (lastMillis(start) + allowedLatenessMillis <= timerMillis) {
                minutes.remove(start);
            } else {
                minutes.put(start, minute.getValue());
            }
        }
    }

    private static long lastMillis(long startMillis) {
        return startMillis + WindowSize.ONE_MINUTE.millis() - 1;
    }

    /** A timer in the past would fire with the next watermark too, but out of the order of time. */
    private static void wake(long atMillis, long nowMillis, Context context) {
        context.timerService().registerEventTimeTimer(Math.max(atMillis, nowMillis + 1));
    }
}
