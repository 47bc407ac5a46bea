/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.rows;

import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.detection.minutes.Settling;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of minutes, and notes when each was given out. Corrections of minutes that had settled by then are counted
 * as {@code lateCorrections} and go to {@link RowTypes#DROPS}: whether a row counts depends on its own times alone, not on
 * when it arrives.
 */
public final class StampRows extends ProcessFunction<EdgeRow, StampedRow> {
    private static final long serialVersionUID = 1L;

    private final Settling settling;
    private transient @Nullable Counter lateCorrections;

    public StampRows(Settling settling) {
        this.settling = settling;
    }

    @Override
    public void open(OpenContext context) {
        lateCorrections = getRuntimeContext().getMetricGroup().counter("lateCorrections");
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(EdgeRow row, Context context, Collector<StampedRow> out) {
        if (row.windowSize() != WindowSize.ONE_MINUTE) {
            return;
        }
        Long emitted = context.timestamp();
        if (emitted == null) {
            throw new IllegalStateException(
                    "row of " + row.edge() + " without event time (expected: when the graph job gave it out)");
        }
        if (emitted > settling.dueMillis(row.windowStartMillis())) {
            lateCorrections.inc();
            context.output(
                    RowTypes.DROPS,
                    new RowDrop(
                            RowDrop.LATE_CORRECTION,
                            row.windowStartMillis(),
                            emitted,
                            row.edge().toString()));
            return;
        }
        out.collect(new StampedRow(row, emitted));
    }
}
