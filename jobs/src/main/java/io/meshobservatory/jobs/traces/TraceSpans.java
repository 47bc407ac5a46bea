/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.EdgeInterner;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The spans of open traces: out of their packed form and into it, each once, and not more than a trace may have. Not
 * thread-safe.
 */
final class TraceSpans {
    private final DecodedTexts texts;
    private final SpanUnpacker unpacker;
    private final SpanPacker packer = new SpanPacker();
    private final EdgeInterner edges;
    private final int maxSpansPerTrace;
    private final Consumer<DroppedSpan> dropped;

    /**
     * @param texts those of the packed spans
     * @param edges those of all traces
     * @param dropped is given the spans that a trace has too many
     */
    TraceSpans(DecodedTexts texts, EdgeInterner edges, int maxSpansPerTrace, Consumer<DroppedSpan> dropped) {
        this.texts = texts;
        this.unpacker = new SpanUnpacker(texts);
        this.edges = edges;
        this.maxSpansPerTrace = maxSpansPerTrace;
        this.dropped = dropped;
    }

    /** The spans in a part of others, which are all of one trace. */
    List<Span> unpack(TraceId id, PackedSpans spans, int from, int to) {
        List<Span> slice = new ArrayList<>();
        unpacker.unpack(id, spans, from, to, slice);
        return slice;
    }

    /** Adds all spans of a trace to a list, as they came. */
    List<Span> unpack(OpenTrace trace, List<Span> into) {
        for (int i = 0; i < trace.sliceCount(); i++) {
            unpacker.unpack(trace.id(), trace.spans(i), trace.from(i), trace.to(i), into);
        }
        return into;
    }

    PackedSpans pack(TraceId id, List<Span> spans) throws IOException {
        packer.beginSlice(id);
        spans.forEach(packer::add);
        packer.endSlice();
        return PackedSpans.of(packer.take(id), texts);
    }

    /** Makes these the spans of a trace. */
    void repack(OpenTrace trace, List<Span> spans) throws IOException {
        PackedSpans packed = pack(trace.id(), spans);
        trace.replaceSpans(packed, SpanPacker.HEADER_BYTES, packed.bytes().length);
    }

    /** Keeps of a trace each span once, and not more than it may have. */
    void compact(OpenTrace trace) throws IOException {
        trace.publish(TraceHistory.of(published(trace)));
        repack(trace, distinct(unpack(trace, new ArrayList<>())));
        trace.compactFrom(2 * trace.length());
    }

    /** The calls of a trace that were published. */
    List<Call> published(OpenTrace trace) {
        TraceHistory history = trace.history();
        if (history.calls() != null) {
            return history.calls();
        }
        if (history.settledSpans() == 0) {
            return List.of();
        }
        List<Span> settled = unpack(trace, new ArrayList<>()).subList(0, history.settledSpans());
        return TraceLinker.link(distinct(settled), edges);
    }

    /** Each span once, and at most as many as a trace may have, those that end first; the others are dropped. */
    List<Span> distinct(List<Span> all) {
        List<Span> spans = SpanSet.distinct(all);
        if (spans.size() <= maxSpansPerTrace) {
            return spans;
        }
        List<Span> byEnd = new ArrayList<>(spans);
        byEnd.sort(Comparator.comparingLong(Span::endNanos).thenComparingLong(Span::spanId));
        for (Span span : byEnd.subList(maxSpansPerTrace, byEnd.size())) {
            dropped.accept(DroppedSpan.of(span, DropReason.TRACE_TOO_LARGE));
        }
        return List.copyOf(byEnd.subList(0, maxSpansPerTrace));
    }
}
