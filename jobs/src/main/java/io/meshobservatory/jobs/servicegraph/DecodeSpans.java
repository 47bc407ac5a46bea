/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.connectors.otlp.decode.DecodedSpans;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.drops.DropCounters;
import io.meshobservatory.jobs.identity.IdentityTypes;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.meshobservatory.jobs.traces.SliceBatch;
import io.meshobservatory.jobs.traces.TraceGroups;
import io.meshobservatory.jobs.traces.TraceTargets;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests and takes their spans apart by the subtasks that assemble their traces. What cannot be decoded goes to {@link #DEAD_LETTERS}, spans
 * that cannot be analysed to {@link #DROPPED_SPANS}.
 */
final class DecodeSpans extends ProcessFunction<OtlpRecord, SliceBatch> {
    static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetter.TYPE);
    static final OutputTag<DroppedSpan> DROPPED_SPANS = new OutputTag<>("dropped-spans", Types.DROPPED_SPAN);

    /** Under which names and addresses others may know the workloads that sent spans. */
    static final OutputTag<Alias> ALIASES = new OutputTag<>("aliases", IdentityTypes.ALIAS);

    private static final long serialVersionUID = 1L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long futureToleranceMillis;
    private final boolean byTrace;
    private transient @Nullable SpanDecoder decoder;
    private transient @Nullable TraceGroups groups;
    private transient @Nullable Counter spans;
    private transient @Nullable Counter deadLetters;
    private transient @Nullable DropCounters dropCounters;

    /** @param byTrace whether each trace is to have batches of its own; else its subtask has, of the same parallelism */
    DecodeSpans(ServiceGraphConfig config, boolean byTrace) {
        this.byTrace = byTrace;
        this.futureToleranceMillis = config.futureTolerance().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        decoder = new SpanDecoder();
        TaskInfo task = getRuntimeContext().getTaskInfo();
        groups = new TraceGroups(
                byTrace
                        ? null
                        : new TraceTargets(task.getNumberOfParallelSubtasks(), task.getMaxNumberOfParallelSubtasks()));
        spans = getRuntimeContext().getMetricGroup().counter("spansDecoded");
        deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
        dropCounters = new DropCounters(getRuntimeContext().getMetricGroup());
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(OtlpRecord otlp, Context context, Collector<SliceBatch> out) {
        DecodedSpans decoded;
        try {
            decoded = decoder.decode(otlp.value());
        } catch (OtlpDecodeException undecodable) {
            deadLetters.inc();
            context.output(DEAD_LETTERS, new DeadLetter(otlp, undecodable.getMessage()));
            return;
        }
        spans.inc(decoded.spans().size());
        decoded.droppedByReason().forEach(dropCounters::count);
        for (DroppedSpan dropped : decoded.dropped()) {
            context.output(DROPPED_SPANS, dropped);
        }
        long latestMillis = latestAllowedMillis(otlp);
        for (Alias alias : decoded.aliases()) {
            if (alias.timeMillis() <= latestMillis) {
                context.output(ALIASES, alias);
            }
        }
        slice(decoded.spans(), latestMillis, context, out);
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void slice(List<Span> decoded, long latestMillis, Context context, Collector<SliceBatch> out) {
        for (Span span : decoded) {
            if (span.endNanos() / NANOS_PER_MILLI > latestMillis) {
                drop(DroppedSpan.of(span, DropReason.FROM_THE_FUTURE), context);
            } else {
                groups.add(span);
            }
        }
        groups.drainTo(out::collect);
    }

    private long latestAllowedMillis(OtlpRecord otlp) {
        return otlp.writtenMillis() == OtlpRecord.NEVER_WRITTEN
                ? Long.MAX_VALUE
                : otlp.writtenMillis() + futureToleranceMillis;
    }

    @SuppressWarnings("NullAway") // open() comes first
    private void drop(DroppedSpan span, Context context) {
        dropCounters.count(span.reason());
        context.output(DROPPED_SPANS, span);
    }
}
