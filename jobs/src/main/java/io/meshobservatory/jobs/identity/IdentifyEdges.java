/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.identity.EdgeEnd;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.time.EventTimeFloor;
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
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Puts the real workload in place of a name, an address or a half-told node at one end of the edges, as {@link AliasHistory}
 * decides; keyed by the name.
 *
 * <p>Sums wait until their ten-second window closes, so that most of them are given out once. They are remembered until its
 * allowed lateness is over: if an alias that comes meanwhile changes the answer, what was given out is withdrawn and given
 * anew. What is known of a name is forgotten an hour after the last alias.
 *
 * <p>What is no question of names passes as it is.
 */
final class IdentifyEdges extends KeyedCoProcessFunction<Node, EdgeDelta, Alias, EdgeDelta>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final EdgeEnd end;
    private final long allowedLatenessMillis;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable ValueState<AliasHistory> history;
    private transient @Nullable MapState<EdgePlace, HeldWindows> sums;
    private transient @Nullable MapState<Long, GivenName> windows;
    private transient @Nullable NamesOfEdges names;

    IdentifyEdges(EdgeEnd end, long allowedLatenessMillis) {
        this.end = end;
        this.allowedLatenessMillis = allowedLatenessMillis;
    }

    @Override
    public void open(OpenContext context) {
        names = new NamesOfEdges(end);
        history =
                getRuntimeContext().getState(new ValueStateDescriptor<>("alias-history", IdentityTypes.ALIAS_HISTORY));
        sums = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("sums", IdentityTypes.EDGE_PLACE, IdentityTypes.HELD_WINDOWS));
        windows = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("windows", BasicTypeInfo.LONG_TYPE_INFO, IdentityTypes.GIVEN_NAME));
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
    public void processElement1(EdgeDelta delta, Context context, Collector<EdgeDelta> out) throws Exception {
        long now = floor.raise(context.timerService().currentWatermark());
        if (names.of(delta.edge()) == null) {
            out.collect(delta);
            return;
        }
        long start = delta.windowStartMillis();
        long lastMillis = SumKey.lastMillis(start);
        if (lastMillis + allowedLatenessMillis <= now) {
            // whoever sums the edges counts it as too late
            out.collect(identified(delta, owner(start, context.getCurrentKey())));
            return;
        }
        GivenName given = windows.get(start);
        if (given == null) {
            boolean closed = lastMillis <= now;
            given = closed ? new GivenName(true, owner(start, context.getCurrentKey())) : GivenName.NOT_YET;
            windows.put(start, given);
            // both at once: in a batch run, timers that timers set would be ignored
            if (!closed) {
                Timers.wake(lastMillis, context.timerService());
            }
            Timers.wake(lastMillis + allowedLatenessMillis, context.timerService());
        }
        EdgePlace place = new EdgePlace(delta.edge(), delta.vantage());
        HeldWindows held = sums.get(place);
        sums.put(place, held == null ? HeldWindows.of(start, delta.packed()) : held.plus(start, delta.packed()));
        if (given.given()) {
            out.collect(identified(delta, given.owner()));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement2(Alias alias, Context context, Collector<EdgeDelta> out) throws Exception {
        long now = floor.raise(context.timerService().currentWatermark());
        if (AliasHistory.forgottenMillis(alias.timeMillis(), allowedLatenessMillis) <= now) {
            return;
        }
        AliasHistory known = history.value();
        AliasHistory changed = known == null ? new AliasHistory() : known;
        if (!changed.add(alias.workload(), alias.timeMillis())) {
            return;
        }
        history.update(changed);
        long forgotten = AliasHistory.forgottenMillis(alias.timeMillis(), allowedLatenessMillis);
        Timers.wakeToForget(forgotten, context.timerService());
        correct(context.getCurrentKey(), changed, out);
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<EdgeDelta> out) throws Exception {
        floor.raiseByTimer(timerMillis, context.timerService().currentWatermark());
        // one look for all windows that the watermark closes
        long now = Math.max(timerMillis, context.timerService().currentWatermark());
        AliasHistory known = history.value();
        giveOut(now, context.getCurrentKey(), known, out);
        if (known != null) {
            known.forget(now, allowedLatenessMillis);
            if (known.isEmpty()) {
                history.clear();
            } else {
                history.update(known);
            }
        }
    }

    /** Gives out the windows that closed, and forgets those that may not change any more. */
    @SuppressWarnings("NullAway") // open() comes first
    private void giveOut(long now, Node name, @Nullable AliasHistory known, Collector<EdgeDelta> out) throws Exception {
        Map<Long, GivenName> closed = new TreeMap<>();
        Set<Long> over = new HashSet<>();
        for (Map.Entry<Long, GivenName> window : windows.entries()) {
            long lastMillis = SumKey.lastMillis(window.getKey());
            if (lastMillis <= now && !window.getValue().given()) {
                closed.put(window.getKey(), new GivenName(true, owner(window.getKey(), name, known)));
            }
            if (lastMillis <= now - allowedLatenessMillis) {
                over.add(window.getKey());
            }
        }
        if (closed.isEmpty() && over.isEmpty()) {
            return;
        }
        for (Iterator<Map.Entry<EdgePlace, HeldWindows>> all = sums.iterator(); all.hasNext(); ) {
            Map.Entry<EdgePlace, HeldWindows> entry = all.next();
            HeldWindows held = entry.getValue();
            if (!closed.isEmpty()) {
                giveOut(entry.getKey(), held, closed, out);
            }
            HeldWindows left = over.isEmpty() ? held : held.without(over);
            if (left == null) {
                all.remove();
            } else if (left != held) {
                entry.setValue(left);
            }
        }
        for (Map.Entry<Long, GivenName> window : closed.entrySet()) {
            windows.put(window.getKey(), window.getValue());
        }
        for (long window : over) {
            windows.remove(window);
        }
        if (sums.isEmpty()) {
            // on the heap, a map that became empty would remain
            sums.clear();
        }
    }

    /** Withdraws what was given out under a name that turns out to be another's, and gives it anew. */
    @SuppressWarnings("NullAway") // open() comes first
    private void correct(Node name, AliasHistory known, Collector<EdgeDelta> out) throws Exception {
        Map<Long, GivenName> before = new TreeMap<>();
        Map<Long, GivenName> after = new TreeMap<>();
        for (Map.Entry<Long, GivenName> window : windows.entries()) {
            if (window.getValue().given()) {
                GivenName now = new GivenName(true, owner(window.getKey(), name, known));
                if (!now.equals(window.getValue())) {
                    before.put(window.getKey(), window.getValue());
                    after.put(window.getKey(), now);
                }
            }
        }
        if (after.isEmpty()) {
            return;
        }
        windows.putAll(after);
        for (Map.Entry<EdgePlace, HeldWindows> entry : sums.entries()) {
            HeldWindows held = entry.getValue();
            for (int i = 0; i < held.size(); i++) {
                GivenName now = after.get(held.windowStartMillis(i));
                if (now != null) {
                    correct(entry.getKey(), held, i, before.get(held.windowStartMillis(i)), now, out);
                }
            }
        }
    }

    private void correct(
            EdgePlace place, HeldWindows held, int i, GivenName before, GivenName now, Collector<EdgeDelta> out) {
        Edge old = end.identified(place.edge(), before.owner());
        Edge correct = end.identified(place.edge(), now.owner());
        if (!old.equals(correct)) {
            long start = held.windowStartMillis(i);
            out.collect(new EdgeDelta(old, start, place.vantage(), held.sum(i).negated()));
            out.collect(new EdgeDelta(correct, start, place.vantage(), held.sum(i)));
        }
    }

    private void giveOut(EdgePlace place, HeldWindows held, Map<Long, GivenName> closed, Collector<EdgeDelta> out) {
        for (int i = 0; i < held.size(); i++) {
            long start = held.windowStartMillis(i);
            GivenName given = closed.get(start);
            if (given != null) {
                Edge edge = end.identified(place.edge(), given.owner());
                out.collect(new EdgeDelta(edge, start, place.vantage(), held.sum(i)));
            }
        }
    }

    private EdgeDelta identified(EdgeDelta delta, @Nullable Workload owner) {
        return owner == null ? delta : SumKey.of(delta).delta(end.identified(delta.edge(), owner), delta.packed());
    }

    @SuppressWarnings("NullAway") // open() comes first
    private @Nullable Workload owner(long windowStartMillis, Node name) throws Exception {
        return owner(windowStartMillis, name, history.value());
    }

    private @Nullable Workload owner(long windowStartMillis, Node name, @Nullable AliasHistory known) {
        return known == null ? null : known.owner(name, windowStartMillis, allowedLatenessMillis);
    }
}
