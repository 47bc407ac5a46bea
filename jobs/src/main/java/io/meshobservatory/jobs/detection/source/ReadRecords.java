/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.source;

import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of records; what is none goes to {@link #DEAD_LETTERS} with the reason.
 *
 * @param <T> the row
 */
final class ReadRecords<T> extends ProcessFunction<OtlpRecord, T> {
    /** Records that hold no row. */
    static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("unreadable", DeadLetter.TYPE);

    private static final long serialVersionUID = 1L;

    private final Parser<T> parser;
    private transient @Nullable Counter deadLetters;

    ReadRecords(Parser<T> parser) {
        this.parser = parser;
    }

    @Override
    public void open(OpenContext context) {
        deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(OtlpRecord found, Context context, Collector<T> out) {
        T row;
        try {
            row = parser.parse(found);
        } catch (IllegalArgumentException unreadable) {
            deadLetters.inc();
            String reason = unreadable.getMessage();
            context.output(DEAD_LETTERS, new DeadLetter(found, reason == null ? "unreadable" : reason));
            return;
        }
        if (row != null) {
            out.collect(row);
        }
    }
}
