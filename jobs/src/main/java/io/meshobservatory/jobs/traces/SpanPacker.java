/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Packs spans into batches of slices. A slice is the id of its trace, the length of its spans in four bytes, and its spans as
 * {@link PackedSpan} tells. {@link SpanUnpacker} reads them. Not thread-safe.
 */
public final class SpanPacker {
    /** Of a slice, before its spans. */
    static final int HEADER_BYTES = 20;

    private static final int LENGTH_AT = 16;

    private final BatchWriter out = new BatchWriter();
    private final EncodedTexts texts = new EncodedTexts();
    private int sliceAt;

    /** What the span before had; spans of one resource have the same. */
    private @Nullable Workload lastWorkload;

    private @Nullable Text lastWorkloadText;
    private String lastProtocol = "";
    private @Nullable Text lastProtocolText;

    /** The spans that are added next are of one trace. */
    public void beginSlice(TraceId traceId) {
        sliceAt = out.length();
        byte[] bytes = out.room(HEADER_BYTES);
        PackedSpan.writeLong(bytes, sliceAt, traceId.high());
        PackedSpan.writeLong(bytes, sliceAt + Long.BYTES, traceId.low());
        out.advanceTo(sliceAt + HEADER_BYTES);
    }

    /** Adds a span to the slice. */
    public void add(Span span) {
        Exchange exchange = span.exchange();
        Node peer = span.peer();
        int at = out.length();
        byte[] bytes = out.room(PackedSpan.MAX_BYTES);
        int present = present(span, exchange);
        bytes[at + 1] = (byte) (span.kind().ordinal()
                | span.origin().ordinal() << 3
                | (span.linkedElsewhere() ? PackedSpan.LINKED_ELSEWHERE : 0)
                | (peer == null ? 0 : PackedSpan.HAS_PEER));
        bytes[at + 2] = (byte) (exchange.outcome().ordinal()
                | exchange.security().ordinal() << 4
                | (span.copy() == 0 ? 0 : PackedSpan.HAS_COPY));
        bytes[at + 3] = (byte) present;
        PackedSpan.writeLong(bytes, at + PackedSpan.END_AT, span.endNanos());
        PackedSpan.writeLong(bytes, at + PackedSpan.ID_AT, span.spanId());
        PackedSpan.writeLong(bytes, at + PackedSpan.PARENT_AT, span.parentSpanId());
        out.advanceTo(at + PackedSpan.TEXTS_AT);
        out.writeNumber(out.number(workload(span.workload())));
        if (peer != null) {
            out.writeNumber(out.number(texts.of(peer)));
        }
        out.writeNumber(out.number(protocol(span.protocol())));
        writeUnlessEmpty(exchange.responseFlags());
        writeUnlessEmpty(exchange.operation());
        writeUnlessEmpty(exchange.denial());
        writeUnlessEmpty(exchange.sourcePrincipal());
        writeUnlessEmpty(exchange.destinationPrincipal());
        writeNumbers(span, present, bytes);
        bytes[at] = (byte) (out.length() - at);
    }

    private void writeNumbers(Span span, int present, byte[] bytes) {
        out.writeNumber(span.durationNanos());
        if (span.copy() != 0) {
            out.writeNumber(span.copy() & 0xFFFF_FFFFL);
        }
        if ((present & PackedSpan.HAS_WEIGHT) != 0) {
            PackedSpan.writeLong(bytes, out.length(), span.weight());
            out.advanceTo(out.length() + Long.BYTES);
        }
        if ((present & PackedSpan.HAS_REQUEST_BYTES) != 0) {
            out.writeNumber(span.exchange().requestBytes());
        }
        if ((present & PackedSpan.HAS_RESPONSE_BYTES) != 0) {
            out.writeNumber(span.exchange().responseBytes());
        }
    }

    /** The slice has all its spans. */
    public void endSlice() {
        int length = out.length() - sliceAt - HEADER_BYTES;
        byte[] bytes = out.room(0);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[sliceAt + LENGTH_AT + i] = (byte) (length >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
        }
    }

    /**
     * The batch of all slices since the last.
     *
     * @param key see {@link SliceBatch}
     */
    public SliceBatch take(TraceId key) {
        SliceBatch batch = new SliceBatch(key, out.textCount(), out.takeTexts(), out.takeSlices());
        out.clear();
        return batch;
    }

    /** The trace of the slice at a position. */
    static TraceId traceId(byte[] slices, int at) {
        return new TraceId(PackedSpan.readLong(slices, at), PackedSpan.readLong(slices, at + Long.BYTES));
    }

    /** Of how many bytes the spans of the slice at a position are. */
    static int sliceLength(byte[] slices, int at) {
        int length = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            length = length << Byte.SIZE | slices[at + LENGTH_AT + i] & 0xFF;
        }
        return length;
    }

    private static int present(Span span, Exchange exchange) {
        return (span.weight() == SampleWeight.ONE ? 0 : PackedSpan.HAS_WEIGHT)
                | (exchange.requestBytes() == Exchange.UNKNOWN_BYTES ? 0 : PackedSpan.HAS_REQUEST_BYTES)
                | (exchange.responseBytes() == Exchange.UNKNOWN_BYTES ? 0 : PackedSpan.HAS_RESPONSE_BYTES)
                | (exchange.responseFlags().isEmpty() ? 0 : PackedSpan.HAS_FLAGS)
                | (exchange.operation().isEmpty() ? 0 : PackedSpan.HAS_OPERATION)
                | (exchange.denial().isEmpty() ? 0 : PackedSpan.HAS_DENIAL)
                | (exchange.sourcePrincipal().isEmpty() ? 0 : PackedSpan.HAS_SOURCE_PRINCIPAL)
                | (exchange.destinationPrincipal().isEmpty() ? 0 : PackedSpan.HAS_DESTINATION_PRINCIPAL);
    }

    @SuppressWarnings("ReferenceEquality") // only to save a look
    private Text workload(Workload workload) {
        Text text = lastWorkloadText;
        if (text == null || workload != lastWorkload) {
            text = texts.of(workload);
            lastWorkload = workload;
            lastWorkloadText = text;
        }
        return text;
    }

    private Text protocol(String protocol) {
        Text text = lastProtocolText;
        if (text == null || !protocol.equals(lastProtocol)) {
            text = texts.of(protocol);
            lastProtocol = protocol;
            lastProtocolText = text;
        }
        return text;
    }

    private void writeUnlessEmpty(String text) {
        if (!text.isEmpty()) {
            out.writeNumber(out.number(texts.of(text)));
        }
    }
}
