/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import io.meshobservatory.connectors.otlp.decode.DecodedRequest;
import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.SpanFields;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.drops.DropCounters;
import io.meshobservatory.jobs.identity.IdentityTypes;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.source.DeadLetter;
import io.meshobservatory.jobs.source.OtlpRecord;
import io.meshobservatory.jobs.traces.SliceBatch;
import io.meshobservatory.jobs.traces.TraceGroups;
import io.meshobservatory.jobs.traces.TraceTargets;
import java.util.ArrayList;
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
    /** Of the request at hand: spans whose clock is ahead. */
    private transient @Nullable List<DroppedSpan> fromTheFuture;

    private transient long latestMillis;
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
        fromTheFuture = new ArrayList<>();
        spans = getRuntimeContext().getMetricGroup().counter("spansDecoded");
        deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
        dropCounters = new DropCounters(getRuntimeContext().getMetricGroup());
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first
    public void processElement(OtlpRecord otlp, Context context, Collector<SliceBatch> out) {
        latestMillis = latestAllowedMillis(otlp);
        DecodedRequest decoded;
        try {
            decoded = decoder.decode(otlp.value(), this::take);
        } catch (OtlpDecodeException undecodable) {
            groups.clear();
            fromTheFuture.clear();
            deadLetters.inc();
            context.output(DEAD_LETTERS, new DeadLetter(otlp, undecodable.getMessage()));
            return;
        }
        spans.inc(groups.size() + fromTheFuture.size());
        decoded.droppedByReason().forEach(dropCounters::count);
        for (DroppedSpan dropped : decoded.dropped()) {
            context.output(DROPPED_SPANS, dropped);
        }
        for (Alias alias : decoded.aliases()) {
            if (alias.timeMillis() <= latestMillis) {
                context.output(ALIASES, alias);
            }
        }
        for (DroppedSpan dropped : fromTheFuture) {
            dropCounters.count(dropped.reason());
            context.output(DROPPED_SPANS, dropped);
        }
        fromTheFuture.clear();
        groups.drainTo(out::collect);
    }

    /** Takes a span of the request at hand, which may turn out to be damaged yet. */
    @SuppressWarnings("NullAway") // open() comes first
    private void take(SpanFields span) {
        if (span.endNanos / NANOS_PER_MILLI > latestMillis) {
            fromTheFuture.add(DroppedSpan.of(span.toSpan(), DropReason.FROM_THE_FUTURE));
        } else {
            groups.add(span);
        }
    }

    private long latestAllowedMillis(OtlpRecord otlp) {
        return otlp.writtenMillis() == OtlpRecord.NEVER_WRITTEN
                ? Long.MAX_VALUE
                : otlp.writtenMillis() + futureToleranceMillis;
    }
}
