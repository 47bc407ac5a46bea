/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.detection.rows.RowDrop;
import io.meshobservatory.jobs.detection.rows.RowTypes;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Notes when each fact was given out; corrections of minutes that had settled by then are counted and go beside. */
final class StampFacts extends ProcessFunction<FactRow, Sighting> {
    private static final long serialVersionUID = 1L;

    private final Settling settling;
    private transient @Nullable Counter lateCorrections;

    StampFacts(Settling settling) {
        this.settling = settling;
    }

    @Override
    public void open(OpenContext context) {
        lateCorrections = getRuntimeContext().getMetricGroup().counter("lateCorrections");
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(FactRow fact, Context context, Collector<Sighting> out) {
        Long emitted = context.timestamp();
        if (emitted == null) {
            throw new IllegalStateException(
                    "fact about " + fact.node() + " without event time (expected: when the graph job gave it out)");
        }
        if (emitted > settling.dueMillis(fact.windowStartMillis())) {
            lateCorrections.inc();
            context.output(
                    RowTypes.DROPS,
                    new RowDrop(
                            RowDrop.LATE_CORRECTION,
                            fact.windowStartMillis(),
                            emitted,
                            fact.kind().label() + " of " + fact.node()));
            return;
        }
        out.collect(Sighting.fact(fact, emitted));
    }
}
