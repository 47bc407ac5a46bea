/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.NameRegistry;
import io.meshobservatory.core.identity.NameUse;
import io.meshobservatory.core.identity.RefusedNames;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.PackedStats;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.NameLimits;
import io.meshobservatory.jobs.edges.EdgeMemory;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.time.EventTimeFloor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of names in the graph of one cluster within limits, as {@link NameRegistry} decides; keyed by the cluster
 * that observes the edge.
 *
 * <p>Sums whose names are all in pass at once. Others wait until their ten-second window closes; then the names of the window
 * are let in or refused together, and the refused ones are replaced by overflow nodes and versions. Sums that come after
 * their window closed wait for the end of the window that is open then, but never beyond their own lateness. What was
 * refused for a window stays refused for it, even if its name is let in later: so what is withdrawn then is withdrawn where
 * it was counted.
 *
 * <p>In a batch run no window closes before the end; there the sums come sorted by window, and the first of a window closes
 * all before, so that not the sums of the whole input wait. No sum comes after its window closed, so nothing is remembered.
 */
final class AdmitNames extends KeyedProcessFunction<String, EdgeDelta, EdgeDelta> implements CheckpointedFunction {
    static final OutputTag<Fact> FACTS = new OutputTag<>("overflow-facts", FactTypes.FACT);

    private static final long serialVersionUID = 1L;

    private static final int PASSED_LOG_2 = 17;

    private final NameLimits limits;
    private final long allowedLatenessMillis;
    private final boolean sortedByWindow;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable MapState<Node, NameUse> names;
    private transient @Nullable MapState<SumKey, PackedStats> waiting;
    private transient @Nullable Refusals refusals;
    private transient @Nullable ValueState<Long> sortedWindow;
    private transient @Nullable NameRegistry registry;
    private transient @Nullable Counter overflowedSums;

    /** The last window in which an edge passed: its names are noted for that, and need not be looked up again. */
    private transient @Nullable EdgeMemory<Passed> passed;

    /** @param sortedByWindow whether the sums of each key come in the order of their windows */
    AdmitNames(NameLimits limits, long allowedLatenessMillis, boolean sortedByWindow) {
        this.limits = limits;
        this.allowedLatenessMillis = allowedLatenessMillis;
        this.sortedByWindow = sortedByWindow;
    }

    @Override
    public void open(OpenContext context) {
        names = getRuntimeContext().getMapState(new MapStateDescriptor<>("names", Types.NODE, IdentityTypes.NAME_USE));
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", IdentityTypes.SUM_KEY, Types.PACKED_STATS));
        refusals = new Refusals(getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "refused-names", IdentityTypes.REFUSED_NAME, BasicTypeInfo.BOOLEAN_TYPE_INFO)));
        sortedWindow =
                getRuntimeContext().getState(new ValueStateDescriptor<>("sorted-window", BasicTypeInfo.LONG_TYPE_INFO));
        registry = new NameRegistry(new NamesInState(names), limits.namesPerCluster(), limits.versionsPerNode());
        passed = new EdgeMemory<>(PASSED_LOG_2);
        overflowedSums = getRuntimeContext().getMetricGroup().counter("overflowedSums");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        floor.initialize(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        floor.snapshot();
    }

    /** The cluster whose names an edge takes: the source's, or the destination's if the source is outside of all. */
    static String observer(Edge edge) {
        String source = edge.source().cluster();
        return source.equals(Node.NOT_APPLICABLE) ? edge.destination().cluster() : source;
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(EdgeDelta told, Context context, Collector<EdgeDelta> out) throws Exception {
        long now = floor.raise(context.timerService().currentWatermark());
        EdgeDelta delta = SumKey.lastMillis(told.windowStartMillis()) <= now ? asShown(told) : told;
        Passed noted = passed.get(delta.edge());
        if (noted != null && noted.windowStartMillis >= delta.windowStartMillis()) {
            out.collect(delta);
            return;
        }
        long forget = SumKey.lastMillis(delta.windowStartMillis())
                + WindowSize.ONE_HOUR.millis()
                + WindowSize.TEN_SECONDS.millis()
                + allowedLatenessMillis;
        Timers.wakeToForget(forget, context.timerService());
        if (sortedByWindow) {
            closeBefore(delta.windowStartMillis(), context, out);
        }
        if (registry.passes(delta.edge(), delta.windowStartMillis())) {
            if (noted == null) {
                noted = new Passed();
                passed.put(delta.edge(), noted);
            }
            noted.windowStartMillis = delta.windowStartMillis();
            out.collect(delta);
            return;
        }
        SumKey key = SumKey.of(delta);
        PackedStats held = waiting.get(key);
        waiting.put(key, held == null ? delta.packed() : held.plus(delta.packed()));
        if (held == null) {
            Timers.wake(dueMillis(delta.windowStartMillis(), now), context.timerService());
        }
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<EdgeDelta> out) throws Exception {
        floor.raiseByTimer(timerMillis, context.timerService().currentWatermark());
        // one look for all windows that the watermark closes
        long now = Math.max(timerMillis, context.timerService().currentWatermark());
        admitClosed(now, context, out);
        refusals.forget(now - allowedLatenessMillis);
        if (Timers.isToForget(timerMillis)) {
            forget(now);
        }
    }

    /** A sum of a window that closed, with overflow nodes and versions in place of what was refused then. */
    @SuppressWarnings("NullAway") // open() comes first
    private EdgeDelta asShown(EdgeDelta delta) throws Exception {
        Edge edge = delta.edge();
        Edge shown = refusals.replaceIn(edge, delta.windowStartMillis());
        if (shown.equals(edge)) {
            return delta;
        }
        overflowedSums.inc();
        return SumKey.of(delta).delta(shown, delta.packed());
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void closeBefore(long start, Context context, Collector<EdgeDelta> out) throws Exception {
        Long open = sortedWindow.value();
        if (open == null || open < start) {
            sortedWindow.update(start);
            admitClosed(start - 1, context, out);
        }
    }

    private void admitClosed(long now, Context context, Collector<EdgeDelta> out) throws Exception {
        for (Map.Entry<Long, Map<SumKey, PackedStats>> window : takeClosed(now).entrySet()) {
            admit(window.getKey(), window.getValue(), context, out);
        }
    }

    @SuppressWarnings("NullAway") // open() comes first
    private TreeMap<Long, Map<SumKey, PackedStats>> takeClosed(long now) throws Exception {
        TreeMap<Long, Map<SumKey, PackedStats>> closed = new TreeMap<>();
        for (Iterator<Map.Entry<SumKey, PackedStats>> all = waiting.iterator(); all.hasNext(); ) {
            Map.Entry<SumKey, PackedStats> sum = all.next();
            long start = sum.getKey().windowStartMillis();
            if (SumKey.lastMillis(start) <= now) {
                closed.computeIfAbsent(start, key -> new HashMap<>()).put(sum.getKey(), sum.getValue());
                all.remove();
            }
        }
        if (waiting.isEmpty()) {
            // on the heap, a map that became empty would remain
            waiting.clear();
        }
        return closed;
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void admit(long start, Map<SumKey, PackedStats> sums, Context context, Collector<EdgeDelta> out)
            throws Exception {
        Set<Edge> edges = new HashSet<>();
        sums.keySet().forEach(key -> edges.add(key.edge()));
        RefusedNames refused = registry.admit(start, edges);
        for (Map.Entry<SumKey, PackedStats> sum : sums.entrySet()) {
            SumKey key = sum.getKey();
            Edge shown = refused.replaceIn(key.edge());
            if (!shown.equals(key.edge())) {
                overflowedSums.inc();
            }
            out.collect(key.delta(shown, sum.getValue()));
        }
        if (!sortedByWindow && !refused.isEmpty()) {
            refusals.add(start, refused);
            Timers.wake(SumKey.lastMillis(start) + allowedLatenessMillis, context.timerService());
        }
        refused.facts(SumKey.lastMillis(start)).forEach(fact -> context.output(FACTS, fact));
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void forget(long now) {
        if (now == Long.MAX_VALUE) {
            names.clear();
            sortedWindow.clear();
        } else {
            registry.forget(now - allowedLatenessMillis);
        }
    }

    private long dueMillis(long windowStartMillis, long now) {
        long lastMillis = SumKey.lastMillis(windowStartMillis);
        return lastMillis > now
                ? lastMillis
                : Math.min(WindowSize.TEN_SECONDS.endMillis(now) - 1, lastMillis + allowedLatenessMillis - 1);
    }

    /** In which window an edge passed. */
    private static final class Passed {
        private long windowStartMillis;
    }
}
