/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.AccessEntry;
import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedReason;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.time.EventTimeFloor;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets each line pass once, keyed by its identity: OTLP delivers at least once. What is remembered of a line is forgotten
 * when the allowed lateness of its window is over; a line that comes after that is too late to be counted, repeated or not.
 * After a restart {@link EventTimeFloor} keeps lines out that were forgotten before.
 *
 * <p>Lines that could not be read become {@link #FACTS}, once each, and go to {@link #UNPARSED}, even if they are late.
 */
final class CountLinesOnce extends KeyedProcessFunction<LineId, LogLine, CallChange> implements CheckpointedFunction {
    static final OutputTag<Fact> FACTS = new OutputTag<>("facts", FactTypes.FACT);
    static final OutputTag<UnparsedLine> UNPARSED = new OutputTag<>("unparsed-lines", LogTypes.UNPARSED_LINE);

    private static final long serialVersionUID = 1L;

    private final long allowedLatenessMillis;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable ValueState<Boolean> seen;
    private transient @Nullable Counter repeated;
    private transient @Nullable LineCounters<DropReason> dropped;
    private transient @Nullable LineCounters<UnparsedReason> unparsed;

    CountLinesOnce(long allowedLatenessMillis) {
        this.allowedLatenessMillis = allowedLatenessMillis;
    }

    @Override
    public void open(OpenContext context) {
        seen = getRuntimeContext().getState(new ValueStateDescriptor<>("line-seen", BasicTypeInfo.BOOLEAN_TYPE_INFO));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        repeated = metrics.counter("repeatedLogLines");
        dropped = new LineCounters<>(metrics, "droppedLogLines", DropReason.class, DropReason::label);
        unparsed = new LineCounters<>(metrics, "unparsedLogLines", UnparsedReason.class, UnparsedReason::label);
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
    public void processElement(LogLine line, Context context, Collector<CallChange> out) throws Exception {
        long now = floor.raise(context.timerService().currentWatermark());
        long forgottenMillis = WindowSize.TEN_SECONDS.endMillis(line.timeMillis()) - 1 + allowedLatenessMillis;
        if (forgottenMillis <= now) {
            dropped.count(DropReason.TOO_LATE);
            if (line instanceof UnparsedLine late) {
                context.output(UNPARSED, late);
            }
            return;
        }
        if (seen.value() != null) {
            repeated.inc();
            return;
        }
        seen.update(Boolean.TRUE);
        context.timerService().registerEventTimeTimer(forgottenMillis);
        if (line instanceof AccessEntry entry) {
            out.collect(new CallChange(entry.call(), entry.vantage(), false));
            entry.facts().forEach(fact -> context.output(FACTS, fact));
        } else {
            keep((UnparsedLine) line, context);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<CallChange> out) {
        floor.raiseByTimer(timerMillis, context.timerService().currentWatermark());
        seen.clear();
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void keep(UnparsedLine line, Context context) {
        unparsed.count(line.reason());
        context.output(UNPARSED, line);
        context.output(
                FACTS,
                new Fact(
                        line.emitter(),
                        null,
                        FactKind.UNPARSED_LOG_LINES,
                        line.reason().label(),
                        line.timeMillis(),
                        1));
    }
}
