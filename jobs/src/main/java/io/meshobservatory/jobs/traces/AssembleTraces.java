/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.graph.EdgeInterner;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.TraceSettlement;
import io.meshobservatory.core.trace.TraceTiming;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.drops.DropCounters;
import io.meshobservatory.jobs.serialization.Types;
import io.meshobservatory.jobs.time.EventTimeFloor;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Collects the spans of each trace and publishes its calls, as {@link TraceSettlement} decides; keyed by the trace. Arriving
 * spans are only appended; the trace is looked at when a ten-second window closes in which one of its spans ended.
 *
 * <p>Most traces are complete within seconds. Until everything of a trace is published it is open: an object on the heap, in
 * no state backend, with one entry in the list of each window in which it ends. Open traces go into checkpoints as raw keyed
 * state. Then it is put to rest, on a page with others of its key group; pages are in keyed state, and mostly never read again.
 * It is forgotten, with the others of its page, once the allowed lateness after its last span is over; a late span takes it up
 * again before.
 *
 * <p>After a restart the watermark begins anew; {@link EventTimeFloor} keeps spans of traces that were forgotten before from
 * being counted again.
 *
 * <p>In a batch run the spans come sorted by trace and without watermarks: a trace is finished when the next one begins.
 */
public final class AssembleTraces extends AbstractStreamOperator<CallChange>
        implements OneInputStreamOperator<SliceBatch, CallChange> {
    /** Spans that were not counted. */
    public static final OutputTag<DroppedSpan> DROPPED_SPANS = new OutputTag<>("dropped-spans", Types.DROPPED_SPAN);

    private static final long serialVersionUID = 1L;

    /** The edges that are known at a time, as a power of two: 131,072 of them take half a megabyte. */
    private static final int EDGES_LOG_2 = 17;

    private final ServiceGraphConfig config;
    private final boolean sortedByTrace;
    private final EventTimeFloor floor = new EventTimeFloor();
    private transient TraceTiming timing;
    private transient OpenTraces open;
    private transient RestingTraces resting;
    private transient TraceSnapshot snapshot;
    private transient SliceTimes sliceTimes;
    private transient EdgeInterner edges;
    private transient ReadAhead readAhead;
    private transient DecodedTexts texts;
    private transient TraceSpans traceSpans;
    private transient List<Span> unpacked;
    /** Filled again for each change, as Flink's own collectors do. */
    private transient StreamRecord<CallChange> out;

    private transient KeyGroupRange groups;
    private transient int maxParallelism;
    private transient DropCounters dropCounters;
    private transient long watermark;
    private transient @Nullable TraceId last;

    /** @param sortedByTrace whether all spans of a trace come together, and none is late */
    @SuppressWarnings("NullAway.Init") // initializeState() comes first
    public AssembleTraces(ServiceGraphConfig config, boolean sortedByTrace) {
        this.config = config;
        this.sortedByTrace = sortedByTrace;
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        floor.initialize(context);
        timing = config.traceTiming();
        open = new OpenTraces();
        edges = new EdgeInterner(EDGES_LOG_2);
        readAhead = new ReadAhead();
        texts = new DecodedTexts();
        traceSpans = new TraceSpans(texts, edges, config.maxSpansPerTrace(), this::drop);
        unpacked = new ArrayList<>();
        out = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        TaskInfo task = getRuntimeContext().getTaskInfo();
        maxParallelism = task.getMaxNumberOfParallelSubtasks();
        // a batch run has no key groups: its state knows one key at a time, and nothing rests
        groups = sortedByTrace
                ? KeyGroupRange.EMPTY_KEY_GROUP_RANGE
                : KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                        maxParallelism, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
        TraceWriter writer = new TraceWriter();
        resting = new RestingTraces(
                new RestPages(context.getKeyedStateStore(), this, groups, maxParallelism),
                maxParallelism,
                writer,
                texts);
        sliceTimes = new SliceTimes(timing);
        snapshot = new TraceSnapshot(maxParallelism, writer, texts);
        snapshot.read(context.getRawKeyedStateInputs(), this::restore);
    }

    private void restore(OpenTrace trace) throws Exception {
        resting.forget(trace.id());
        open.put(trace);
        open.listWakes(trace);
    }

    @Override
    public void open() throws Exception {
        super.open();
        dropCounters = new DropCounters(getMetricGroup());
        getMetricGroup().gauge("openTraces", () -> open.size());
        getMetricGroup().gauge("restingTraces", this::restingTraces);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        floor.snapshot();
        resting.storeAll();
        snapshot.write(open.all(), context.getRawKeyedOperatorStateOutput());
    }

    /** The key that counts is set where state is used: for each trace that is put to rest, not for each slice. */
    @Override
    public void setKeyContextElement1(StreamRecord record) {}

    @Override
    public void processElement(StreamRecord<SliceBatch> element) throws Exception {
        long now = floor.raise(watermark);
        PackedSpans spans = PackedSpans.of(element.getValue(), texts);
        byte[] bytes = spans.bytes();
        readAhead.find(bytes, open, resting);
        int at = 0;
        while (at < bytes.length) {
            int from = at + SpanPacker.HEADER_BYTES;
            int to = from + SpanPacker.sliceLength(bytes, at);
            long high = PackedSpan.readLong(bytes, at);
            long low = PackedSpan.readLong(bytes, at + Long.BYTES);
            if (sliceTimes.areTimely(bytes, from, to, now)) {
                take(high, low, spans, from, to, now);
            } else {
                takeTimely(new TraceId(high, low), spans, from, to, now);
            }
            at = to;
        }
    }

    /** Takes those spans of a slice that are not too late. */
    private void takeTimely(TraceId id, PackedSpans spans, int from, int to, long now) throws Exception {
        List<Span> timely = new ArrayList<>();
        for (Span span : traceSpans.unpack(id, spans, from, to)) {
            if (sliceTimes.isTimely(span.endNanos(), now)) {
                timely.add(span);
            } else {
                drop(DroppedSpan.of(span, DropReason.TOO_LATE));
            }
        }
        if (!timely.isEmpty()) {
            PackedSpans packed = traceSpans.pack(id, timely);
            take(id.high(), id.low(), packed, SpanPacker.HEADER_BYTES, packed.bytes().length, now);
        }
    }

    private void take(long high, long low, PackedSpans spans, int from, int to, long now) throws Exception {
        if (sortedByTrace && (last == null || last.high() != high || last.low() != low)) {
            advance(Long.MAX_VALUE);
            last = new TraceId(high, low);
        }
        OpenTrace trace = open.get(high, low);
        if (trace == null) {
            trace = begin(new TraceId(high, low));
            open.put(trace);
        }
        trace.append(spans, from, to);
        if (trace.length() >= trace.compactAt()) {
            // one trace id that everybody uses must not fill the memory until its window closes
            traceSpans.compact(trace);
        }
        sliceTimes.wake(trace, spans.bytes(), from, to, now, open);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        advance(watermark);
        super.processWatermark(mark);
    }

    /** How many traces are at rest. */
    long restingTraces() {
        return resting.size();
    }

    /** A trace of which a slice came: a new one, or one that is at rest. */
    private OpenTrace begin(TraceId id) throws Exception {
        if (sortedByTrace) {
            return new OpenTrace(id);
        }
        int keyGroup = KeyGroupRangeAssignment.assignToKeyGroup(id, maxParallelism);
        if (!groups.contains(keyGroup)) {
            throw new IllegalStateException("a trace of key group " + keyGroup + " came to the subtask of " + groups
                    + " (spans must be decoded at the parallelism at which traces are assembled)");
        }
        RestingTrace rest = resting.takeUp(id);
        return rest == null ? new OpenTrace(id) : new OpenTrace(id, rest);
    }

    /** Looks at all traces that are due until a time, and forgets those that can be, in the order of time. */
    private void advance(long untilMillis) throws Exception {
        while (true) {
            long wake = open.nextMillis();
            long expiry = resting.nextExpiryMillis();
            if (Math.min(wake, expiry) > untilMillis || Math.min(wake, expiry) == Long.MAX_VALUE) {
                return;
            }
            long now = floor.raiseByTimer(Math.min(wake, expiry), untilMillis);
            if (wake <= expiry) {
                settle(open.pollNext(), now);
            } else {
                resting.forgetNext();
            }
        }
    }

    private void settle(List<OpenTrace> due, long now) throws Exception {
        for (int i = 0; i < due.size(); i++) {
            if (i % ReadAhead.TRACES == 0) {
                int to = Math.min(i + ReadAhead.TRACES, due.size());
                readAhead.find(due, i, to, open, resting);
                readAhead.read(due, i, to);
            }
            OpenTrace trace = due.get(i);
            if (!trace.isOver()) {
                settle(trace, now);
            }
        }
    }

    private void settle(OpenTrace trace, long now) throws Exception {
        unpacked.clear();
        List<Span> all = traceSpans.unpack(trace, unpacked);
        List<Span> spans = traceSpans.distinct(all);
        long lastWake = TraceSettlement.expiryMillis(spans, timing);
        // spans over the limit may have been dropped since it was at rest: the last to end
        long expiry = Math.max(lastWake, trace.restedUntilMillis());
        if (expiry <= now) {
            open.remove(trace);
            return;
        }
        List<Call> before = traceSpans.published(trace);
        TraceSettlement settlement = TraceSettlement.of(spans, before, now, timing, edges);
        List<CallChange> changes = settlement.changes();
        for (int i = 0; i < changes.size(); i++) {
            output.collect(out.replace(changes.get(i)));
        }
        List<Call> tooLate = settlement.tooLate();
        for (int i = 0; i < tooLate.size(); i++) {
            drop(describe(tooLate.get(i)));
        }
        boolean complete = settlement.nextWakeMillis() == lastWake;
        boolean whole = complete && before.isEmpty() && tooLate.isEmpty();
        if (spans.size() < all.size()) {
            traceSpans.repack(trace, spans);
        }
        trace.publish(whole ? TraceHistory.allOf(spans.size()) : TraceHistory.of(settlement.published()));
        if (!complete) {
            open.wake(trace, Math.max(settlement.nextWakeMillis(), now + 1));
        }
        if (trace.wakeCount() == 0) {
            if (!sortedByTrace) {
                resting.putToRest(trace, expiry);
            }
            open.remove(trace);
        } else if (trace.sharesBytes()) {
            // it may go on for long, and the requests that it came in are mostly settled
            traceSpans.repack(trace, spans);
        }
    }

    private void drop(DroppedSpan span) {
        dropCounters.count(span.reason());
        output.collect(DROPPED_SPANS, new StreamRecord<>(span));
    }

    private static DroppedSpan describe(Call call) {
        return new DroppedSpan(
                DropReason.CALL_TOO_LATE,
                call.traceId().toHex(),
                HexFormat.of().toHexDigits(call.definingSpanId()),
                call.edge().destination().name(),
                call.endNanos());
    }
}
