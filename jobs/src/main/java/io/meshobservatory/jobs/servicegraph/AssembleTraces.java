/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.TraceSlice;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceSettlement;
import io.meshobservatory.core.trace.TraceTiming;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.serialization.PublishedCalls;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.time.EventTimeFloor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Collects the spans of each trace and publishes its calls, as {@link TraceSettlement} decides. Arriving spans are only
 * appended to the state; the trace is looked at when a ten-second window closes in which one of its spans ended.
 *
 * <p>The state of a trace is empty once the allowed lateness after its last span is over. After a
 * restart the watermark begins anew; {@link EventTimeFloor} keeps spans of traces that were forgotten before from being
 * counted again.
 */
final class AssembleTraces extends KeyedProcessFunction<TraceId, TraceSlice, CallChange>
        implements CheckpointedFunction {
    static final OutputTag<DroppedSpan> DROPPED_SPANS = new OutputTag<>("dropped-spans", Types.DROPPED_SPAN);

    private static final long serialVersionUID = 1L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ServiceGraphConfig config;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient @Nullable TraceTiming timing;
    private transient @Nullable ListState<TraceSlice> slices;
    private transient @Nullable ValueState<PublishedCalls> published;
    private transient @Nullable DropCounters dropCounters;

    AssembleTraces(ServiceGraphConfig config) {
        this.config = config;
    }

    @Override
    public void open(OpenContext context) {
        timing = config.traceTiming();
        slices = getRuntimeContext().getListState(new ListStateDescriptor<>("trace-slices", Types.TRACE_SLICE));
        published = getRuntimeContext().getState(new ValueStateDescriptor<>("published-calls", Types.PUBLISHED_CALLS));
        dropCounters = new DropCounters(getRuntimeContext().getMetricGroup());
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
    public void processElement(TraceSlice slice, Context context, Collector<CallChange> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        long now = floor.raise(watermark);
        List<Span> timely = timely(slice.spans(), now, context);
        if (timely.isEmpty()) {
            return;
        }
        slices.add(timely.size() == slice.spans().size() ? slice : new TraceSlice(slice.traceId(), timely));
        for (Span span : timely) {
            wake(lastMillisOfWindow(span), now, context);
            if (watermark == Long.MIN_VALUE) {
                // in a batch run, timers that timers set would be ignored
                wake(lastMillisOfPatience(span), now, context);
            }
        }
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void onTimer(long timerMillis, OnTimerContext context, Collector<CallChange> out) throws Exception {
        // a timer that was set before a restart must not turn time back
        long nowMillis = floor.raiseByTimer(timerMillis, context.timerService().currentWatermark());
        List<Span> spans = collectSpans(context);
        if (spans.isEmpty()) {
            return;
        }
        if (TraceSettlement.expiryMillis(spans, timing) <= nowMillis) {
            slices.clear();
            published.clear();
            return;
        }
        PublishedCalls before = published.value();
        TraceSettlement settlement =
                TraceSettlement.of(spans, before == null ? List.of() : before.calls(), nowMillis, timing);
        settlement.changes().forEach(out::collect);
        for (Call call : settlement.tooLate()) {
            drop(describe(call), context);
        }
        published.update(new PublishedCalls(settlement.published()));
        wake(settlement.nextWakeMillis(), nowMillis, context);
    }

    @SuppressWarnings("NullAway") // open() comes first
    private List<Span> timely(List<Span> spans, long nowMillis, Context context) {
        List<Span> timely = new ArrayList<>(spans.size());
        for (Span span : spans) {
            if (lastMillisOfWindow(span) + timing.allowedLatenessMillis() <= nowMillis) {
                drop(DroppedSpan.of(span, DropReason.TOO_LATE), context);
            } else {
                timely.add(span);
            }
        }
        return timely;
    }

    /** The distinct spans of the trace; repetitions, and what exceeds the limit, leave the state here. */
    @SuppressWarnings("NullAway") // open() comes first
    private List<Span> collectSpans(Context context) throws Exception {
        List<Span> all = new ArrayList<>();
        TraceId traceId = context.getCurrentKey();
        for (TraceSlice slice : slices.get()) {
            all.addAll(slice.spans());
        }
        List<Span> spans = SpanSet.distinct(all);
        int limit = config.maxSpansPerTrace();
        if (spans.size() > limit) {
            List<Span> byEnd = new ArrayList<>(spans);
            byEnd.sort(Comparator.comparingLong(Span::endNanos).thenComparingLong(Span::spanId));
            byEnd.subList(limit, byEnd.size())
                    .forEach(span -> drop(DroppedSpan.of(span, DropReason.TRACE_TOO_LARGE), context));
            spans = List.copyOf(byEnd.subList(0, limit));
        }
        if (spans.size() < all.size()) {
            slices.update(List.of(new TraceSlice(traceId, spans)));
        }
        return spans;
    }

    /** A timer in the past would fire with the next watermark too, but under a time at which the window was still open. */
    private static void wake(long atMillis, long nowMillis, Context context) {
        context.timerService().registerEventTimeTimer(Math.max(atMillis, nowMillis + 1));
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void drop(DroppedSpan span, Context context) {
        dropCounters.count(span.reason());
        context.output(DROPPED_SPANS, span);
    }

    private static long lastMillisOfWindow(Span span) {
        return TraceSettlement.lastMillisOfWindow(span.endNanos() / NANOS_PER_MILLI);
    }

    private long lastMillisOfPatience(Span span) {
        return TraceSettlement.lastMillisOfWindow(
                span.endNanos() / NANOS_PER_MILLI + config.callerPatience().toMillis());
    }

    private static DroppedSpan describe(Call call) {
        return new DroppedSpan(
                DropReason.CALL_TOO_LATE,
                call.traceId().toHex(),
                java.util.HexFormat.of().toHexDigits(call.definingSpanId()),
                call.edge().destination().name(),
                call.endNanos());
    }
}
