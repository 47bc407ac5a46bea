/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.TargetCounter;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.metric.TargetResults;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.identity.IdentityTypes;
import io.meshobservatory.jobs.time.EventTimeFloor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Follows the series of each target. Points wait in the state until event time has passed the ten-second window in which
 * their increase ends, so that each series is followed in the order of time, whatever the order in which exports came; then
 * {@link TargetCounter} decides. One sum per edge, window and vantage leaves, and it leaves before the watermark that closes
 * the window.
 *
 * <p>A target is forgotten an hour after it was last read. After a restart the watermark begins anew;
 * {@link EventTimeFloor} keeps increases out of windows that were closed before.
 */
final class CountIncreases extends KeyedProcessFunction<String, TargetPoints, EdgeDelta>
        implements CheckpointedFunction {
    static final OutputTag<Fact> FACTS = new OutputTag<>("facts", FactTypes.FACT);
    static final OutputTag<Alias> ALIASES = new OutputTag<>("aliases", IdentityTypes.ALIAS);

    private static final long serialVersionUID = 1L;

    private final long reachMillis;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable ListState<TargetPoints> waiting;
    private transient @Nullable ValueState<TargetCounter> counter;
    private transient @Nullable UnusableCounters unusable;

    /** @param reachMillis how long after its end a window takes part in increases; a multiple of ten seconds */
    CountIncreases(long reachMillis) {
        this.reachMillis = reachMillis;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("waiting-points", MetricTypes.TARGET_POINTS));
        counter =
                getRuntimeContext().getState(new ValueStateDescriptor<>("target-counter", MetricTypes.TARGET_COUNTER));
        unusable = new UnusableCounters(getRuntimeContext().getMetricGroup());
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
    public void processElement(TargetPoints points, Context context, Collector<EdgeDelta> out) throws Exception {
        long now = floor.raise(context.timerService().currentWatermark());
        TreeSet<Long> wakes = new TreeSet<>();
        for (long nanos : points.seenNanos()) {
            wakes.add(dueMillis(TargetPoints.lastMillisBefore(nanos)));
        }
        for (MetricPoint point : points.points()) {
            wakes.add(dueMillis(TargetPoints.lastMillisBefore(point.timeNanos())));
        }
        if (wakes.isEmpty()) {
            return;
        }
        waiting.add(points);
        for (long wake : wakes) {
            wake(wake, now, context);
        }
        // one per hour is enough to be forgotten in the end
        wake(WindowSize.ONE_HOUR.endMillis(wakes.last()) + TargetCounter.MEMORY_MILLIS, now, context);
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<EdgeDelta> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        if (watermark != Long.MAX_VALUE) {
            // timers fire late, one after the other, under the times for which they were set
            floor.raise(watermark);
        }
        // a timer that was set before a restart must not turn time back
        long nowMillis = floor.raiseByTimer(timerMillis, watermark);
        List<TargetPoints> due = takeDue(nowMillis);
        TargetCounter followed = counter.value();
        if (due.isEmpty()) {
            if (followed != null && followed.isForgotten(nowMillis)) {
                counter.clear();
            }
            return;
        }
        TargetCounter target = followed == null || followed.isForgotten(nowMillis) ? new TargetCounter() : followed;
        TargetResults results = target.process(due, nowMillis, reachMillis);
        counter.update(target);
        results.deltas().forEach(out::collect);
        results.facts().forEach(fact -> context.output(FACTS, fact));
        results.aliases().forEach(alias -> context.output(ALIASES, alias));
        Workload self = target.identity().workload();
        Node node = self == null ? due.get(0).address() : self.node();
        results.unusable()
                .forEach((reason, points) -> context.output(FACTS, unusable.count(node, reason, nowMillis, points)));
    }

    /** Takes out of the state what event time has passed; the rest goes on waiting. */
    @SuppressWarnings("NullAway") // open() comes first
    private List<TargetPoints> takeDue(long nowMillis) throws Exception {
        List<TargetPoints> due = new ArrayList<>();
        List<TargetPoints> later = new ArrayList<>();
        for (TargetPoints points : waiting.get()) {
            TargetPoints dueNow = points.only(lastMillis -> dueMillis(lastMillis) <= nowMillis);
            TargetPoints dueLater = points.only(lastMillis -> dueMillis(lastMillis) > nowMillis);
            if (!dueNow.isEmpty()) {
                due.add(dueNow);
            }
            if (!dueLater.isEmpty()) {
                later.add(dueLater);
            }
        }
        if (due.isEmpty()) {
            return due;
        }
        if (later.isEmpty()) {
            waiting.clear();
        } else {
            waiting.update(later);
        }
        return due;
    }

    /** When a point is processed: at the end of the window in which the last millisecond before it lies. */
    private static long dueMillis(long lastMillis) {
        return WindowSize.TEN_SECONDS.endMillis(lastMillis) - 1;
    }

    /** A timer in the past would fire with the next watermark too, but under a time at which the window was still open. */
    private static void wake(long atMillis, long nowMillis, Context context) {
        context.timerService().registerEventTimeTimer(Math.max(atMillis, nowMillis + 1));
    }
}
