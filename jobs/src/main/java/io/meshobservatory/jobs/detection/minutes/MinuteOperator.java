/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.minutes;

import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.time.EventTimeFloor;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PerMinute} and {@link PerMinuteUnderControl} have in common: elements wait in a list for each minute, and timers of
 * event time call the logic.
 *
 * @param <K> the key
 * @param <I> what comes in
 * @param <O> what goes out
 */
abstract class MinuteOperator<K, I, O> extends AbstractStreamOperator<O> implements Triggerable<K, Long> {
    private static final long serialVersionUID = 1L;

    /** The namespace of timers that were asked for; those of elements have their minute. */
    private static final Long WAKES = Long.MIN_VALUE;

    private final Settling settling;
    private final MinuteLogic<K, I, O> logic;
    private final ListStateDescriptor<I> buffered;
    private final ValueStateDescriptor<Long> nextWake =
            new ValueStateDescriptor<>("next-wake", BasicTypeInfo.LONG_TYPE_INFO);
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable InternalTimerService<Long> timers;
    private transient @Nullable ValueState<Long> wake;
    private transient @Nullable Counter lateElements;
    private transient @Nullable Results results;

    /** @param type of what comes in */
    MinuteOperator(Settling settling, TypeInformation<I> type, MinuteLogic<K, I, O> logic) {
        this.settling = settling;
        this.logic = logic;
        this.buffered = new ListStateDescriptor<>("elements-of-minute", type);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        floor.initialize(context);
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("minutes", LongSerializer.INSTANCE, this);
        wake = getPartitionedState(nextWake);
        lateElements = getMetricGroup().counter("lateElements");
        results = new Results();
        logic.open(getKeyedStateStore(), getMetricGroup());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        floor.snapshot();
    }

    /** Where event time has come. */
    @SuppressWarnings("NullAway") // open() comes first
    final long reachedMillis() {
        return timers.currentWatermark();
    }

    /** Called before the logic is. */
    void beforeMinute(long dueMillis) throws Exception {}

    /** Takes in an element of the current key. */
    @SuppressWarnings("NullAway") // open() comes first
    final void keep(StreamRecord<I> element) throws Exception {
        long minute = logic.minuteOf(element.getValue());
        long due = settling.dueMillis(minute);
        if (due <= floor.raise(timers.currentWatermark())) {
            lateElements.inc();
            return;
        }
        elements(minute).add(element.getValue());
        timers.registerEventTimeTimer(minute, due);
    }

    @Override
    @SuppressWarnings({"NullAway", "unchecked"}) // open() comes first; the operator is keyed by K
    public void onEventTime(InternalTimer<K, Long> timer) throws Exception {
        long due = timer.getTimestamp();
        floor.raiseByTimer(due, timers.currentWatermark());
        long minute = settling.minuteOfDue(due);
        ListState<I> kept = elements(minute);
        List<I> elements = new ArrayList<>();
        Iterable<I> found = kept.get();
        if (found != null) {
            found.forEach(elements::add);
        }
        boolean asked = timer.getNamespace().equals(WAKES);
        if (asked) {
            wake.clear();
        } else if (elements.isEmpty()) {
            // the timer that was asked for came first
            return;
        }
        kept.clear();
        results.dueMillis = due;
        beforeMinute(due);
        wakeAt(logic.onMinute((K) getCurrentKey(), minute, elements, results), minute);
    }

    @Override
    public void onProcessingTime(InternalTimer<K, Long> timer) {
        throw new IllegalStateException("a timer of processing time (expected: of event time only)");
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void wakeAt(long wanted, long minute) throws Exception {
        Long known = wake.value();
        Long next = wanted == MinuteLogic.NEVER
                ? null
                : Math.max(Settling.minuteOf(wanted), minute + WindowSize.ONE_MINUTE.millis());
        if (known != null && next != null && known <= next) {
            // to be woken too early is cheaper than to move the timer every minute
            return;
        }
        if (known != null) {
            timers.deleteEventTimeTimer(WAKES, settling.dueMillis(known));
        }
        if (next == null) {
            wake.clear();
        } else {
            wake.update(next);
            timers.registerEventTimeTimer(WAKES, settling.dueMillis(next));
        }
    }

    private ListState<I> elements(long minute) throws Exception {
        return getPartitionedState(minute, LongSerializer.INSTANCE, buffered);
    }

    private final class Results implements MinuteLogic.Emission<O> {
        private long dueMillis;

        @Override
        public void collect(O result) {
            output.collect(new StreamRecord<>(result, dueMillis));
        }

        @Override
        public <X> void output(OutputTag<X> tag, X result) {
            output.collect(tag, new StreamRecord<>(result, dueMillis));
        }
    }
}
