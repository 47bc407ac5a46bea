/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.jobs.detection.minutes.MinuteLogic;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.GateSettings;
import io.meshobservatory.models.story.SignalGate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Lets the signals of a cluster through to the patterns, as {@link SignalGate} decides. Keyed by cluster. */
final class LimitSignals implements MinuteLogic<String, Routed, Noticed> {
    private static final long serialVersionUID = 1L;

    private final GateSettings settings;
    private transient @Nullable ValueState<SignalGate> state;
    private transient @Nullable Counter passed;
    private transient @Nullable Counter held;

    LimitSignals(GateSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(KeyedStateStore states, MetricGroup metrics) {
        state = states.getState(new ValueStateDescriptor<>("signal-gate", PatternTypes.SIGNAL_GATE));
        passed = metrics.counter("signals");
        held = metrics.counter("signalsLimitedPerCluster");
    }

    @Override
    public long minuteOf(Routed routed) {
        // a signal may look back further than a minute; it belongs to the one in which it was found
        return Settling.minuteOf(routed.signal().endMillis() - 1);
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public long onMinute(String cluster, long minuteStartMillis, List<Routed> routed, Emission<Noticed> out)
            throws Exception {
        SignalGate gate = state.value();
        if (routed.isEmpty()) {
            if (gate == null || gate.isForgettable(minuteStartMillis, settings)) {
                state.clear();
                return NEVER;
            }
        } else {
            if (gate == null) {
                gate = new SignalGate();
            }
            List<Signal> signals = routed.stream().map(Routed::signal).toList();
            SignalGate.Result result = gate.pass(minuteStartMillis, signals, settings);
            state.update(gate);
            passed.inc(result.passed().size());
            held.inc(result.held());
            for (SignalGate.Passed let : result.passed()) {
                out.collect(new Noticed(cluster, let.signal(), let.rank(), let.crowd()));
            }
        }
        return minuteStartMillis + TimeUnit.HOURS.toMillis(2);
    }
}
