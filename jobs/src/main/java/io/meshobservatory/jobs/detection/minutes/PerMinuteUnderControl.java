/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.minutes;

import io.meshobservatory.jobs.detection.control.ControlKey;
import io.meshobservatory.jobs.detection.control.Controls;
import io.meshobservatory.jobs.detection.control.RulesInForce;
import io.meshobservatory.models.story.Control;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@link PerMinute} for a logic that obeys what people say: the second input is {@code mesh_control}, broadcast. Its event time
 * holds minutes up, so that what was said before is known first. In batch mode Flink reads the input without a key first.
 *
 * @param <K> the key
 * @param <I> what comes in
 * @param <O> what goes out
 */
public final class PerMinuteUnderControl<K, I, O> extends MinuteOperator<K, I, O>
        implements TwoInputStreamOperator<I, Control, O> {
    private static final long serialVersionUID = 1L;

    private final ControlledLogic<K, I, O> logic;
    private transient @Nullable BroadcastState<ControlKey, Control> controls;
    private transient @Nullable RulesInForce inForce;
    private transient @Nullable Counter controlsRefused;

    /** @param type of what comes in */
    public PerMinuteUnderControl(Settling settling, TypeInformation<I> type, ControlledLogic<K, I, O> logic) {
        super(settling, type, logic);
        this.logic = logic;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        controls = context.getOperatorStateStore().getBroadcastState(Controls.DESCRIPTOR);
    }

    @Override
    public void open() throws Exception {
        super.open();
        inForce = new RulesInForce();
        controlsRefused = getMetricGroup().counter("controlsRefused");
    }

    @Override
    public void processElement1(StreamRecord<I> element) throws Exception {
        keep(element);
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement2(StreamRecord<Control> element) throws Exception {
        if (!Controls.put(element.getValue(), reachedMillis(), controls)) {
            controlsRefused.inc();
        }
        inForce.forget();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    void beforeMinute(long dueMillis) throws Exception {
        logic.obey(inForce.at(dueMillis, controls));
    }
}
