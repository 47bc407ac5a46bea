/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.time;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * How far event time had come in an operator, across restarts. Flink's watermarks begin anew after a restart, but what an
 * operator forgot because its time was over stays forgotten; until the watermark has caught up, lateness is measured by
 * this floor.
 *
 * <p>Not thread-safe; one per operator instance.
 */
public final class EventTimeFloor implements Serializable {
    private static final long serialVersionUID = 1L;

    private transient long restoredMillis;
    private transient long reachedMillis;
    private transient @Nullable ListState<Long> state;

    /** Reads back how far time had come; call it from {@code initializeState}. */
    public void initialize(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("event-time-floor", BasicTypeInfo.LONG_TYPE_INFO));
        restoredMillis = Long.MIN_VALUE;
        for (long restored : state.get()) {
            restoredMillis = Math.max(restoredMillis, restored);
        }
        reachedMillis = restoredMillis;
    }

    /** Keeps how far time has come; call it from {@code snapshotState}. */
    @SuppressWarnings("NullAway") // initialize() comes first
    public void snapshot() throws Exception {
        state.update(List.of(reachedMillis));
    }

    /**
     * Takes note that a timer fired, as {@link #raise} does of a time. When the input ends, or a savepoint drains the job, all
     * timers fire, whatever their time: those times were not reached, and a job that goes on from there must not take what
     * comes until then for late.
     *
     * @param timerMillis the time of the timer
     * @param watermarkMillis the watermark by which it fired
     */
    public long raiseByTimer(long timerMillis, long watermarkMillis) {
        return watermarkMillis == Long.MAX_VALUE ? Math.max(timerMillis, restoredMillis) : raise(timerMillis);
    }

    /**
     * Takes note of a time that event time has reached, and returns the time by which to tell what is late: the same, or
     * the furthest that was reached before the last restart.
     */
    public long raise(long nowMillis) {
        reachedMillis = Math.max(reachedMillis, nowMillis);
        return Math.max(nowMillis, restoredMillis);
    }
}
