/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanFields;
import io.meshobservatory.core.telemetry.SpanShape;
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
    private final SpanFields fields = new SpanFields();
    private int sliceAt;

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
        fields.set(span);
        pack(fields);
    }

    /** Packs a span behind what is there. */
    void pack(SpanFields span) {
        int at = out.length();
        byte[] bytes = out.room(PackedSpan.MAX_BYTES);
        int present = present(span);
        bytes[at + 1] = (byte) (span.kind.ordinal()
                | span.origin.ordinal() << 3
                | (span.linkedElsewhere ? PackedSpan.LINKED_ELSEWHERE : 0)
                | (span.peer == null ? 0 : PackedSpan.HAS_PEER));
        bytes[at + 2] = (byte)
                (span.outcome.ordinal() | span.security.ordinal() << 4 | (span.copy == 0 ? 0 : PackedSpan.HAS_COPY));
        bytes[at + 3] = (byte) present;
        PackedSpan.writeLong(bytes, at + PackedSpan.END_AT, span.endNanos);
        PackedSpan.writeLong(bytes, at + PackedSpan.ID_AT, span.spanId);
        PackedSpan.writeLong(bytes, at + PackedSpan.PARENT_AT, span.parentSpanId);
        int end = writeTexts(span, present, bytes, at + PackedSpan.TEXTS_AT);
        end = writeNumbers(span, present, bytes, end);
        bytes[at] = (byte) (end - at);
        out.advanceTo(end);
    }

    private int writeTexts(SpanFields span, int present, byte[] bytes, int from) {
        ShapeTexts shape = texts(span);
        int at = BatchWriter.writeNumber(bytes, from, out.number(shape.workload()));
        if (shape.peer() != null) {
            at = BatchWriter.writeNumber(bytes, at, out.number(shape.peer()));
        }
        at = BatchWriter.writeNumber(bytes, at, out.number(shape.protocol()));
        if ((present & PackedSpan.HAS_FLAGS) != 0) {
            at = writeText(span.responseFlags(), bytes, at);
        }
        if ((present & PackedSpan.HAS_OPERATION) != 0) {
            at = writeText(span.operation(), bytes, at);
        }
        if ((present & PackedSpan.HAS_DENIAL) != 0) {
            at = writeText(span.denial(), bytes, at);
        }
        if ((present & PackedSpan.HAS_SOURCE_PRINCIPAL) != 0) {
            at = writeText(span.sourcePrincipal(), bytes, at);
        }
        if ((present & PackedSpan.HAS_DESTINATION_PRINCIPAL) != 0) {
            at = writeText(span.destinationPrincipal(), bytes, at);
        }
        return at;
    }

    /** The texts of a span's shape, which remembers them; of a span that has none as one thing they are looked up. */
    private ShapeTexts texts(SpanFields span) {
        SpanShape shape = span.shape();
        if (shape == null) {
            return texts(span.workload, span.peer, span.protocol());
        }
        if (shape.attachment() instanceof ShapeTexts known && known.owner() == texts) {
            return known;
        }
        ShapeTexts found = texts(shape.workload, shape.peer, shape.protocol);
        shape.attach(found);
        return found;
    }

    private ShapeTexts texts(Workload workload, @Nullable Node peer, String protocol) {
        return new ShapeTexts(texts, texts.of(workload), peer == null ? null : texts.of(peer), texts.of(protocol));
    }

    private int writeText(String text, byte[] bytes, int at) {
        return BatchWriter.writeNumber(bytes, at, out.number(texts.of(text)));
    }

    private static int writeNumbers(SpanFields span, int present, byte[] bytes, int from) {
        int at = BatchWriter.writeNumber(bytes, from, span.durationNanos());
        if (span.copy != 0) {
            at = BatchWriter.writeNumber(bytes, at, span.copy & 0xFFFF_FFFFL);
        }
        if ((present & PackedSpan.HAS_WEIGHT) != 0) {
            PackedSpan.writeLong(bytes, at, span.weight);
            at += Long.BYTES;
        }
        if ((present & PackedSpan.HAS_REQUEST_BYTES) != 0) {
            at = BatchWriter.writeNumber(bytes, at, span.requestBytes);
        }
        if ((present & PackedSpan.HAS_RESPONSE_BYTES) != 0) {
            at = BatchWriter.writeNumber(bytes, at, span.responseBytes);
        }
        return at;
    }

    /** The slice has all its spans. */
    public void endSlice() {
        writeLength(out.room(0), sliceAt, out.length() - sliceAt - HEADER_BYTES);
    }

    /** Writes the header of a slice with so many bytes of spans. */
    static void writeHeader(byte[] slices, int at, long high, long low, int length) {
        PackedSpan.writeLong(slices, at, high);
        PackedSpan.writeLong(slices, at + Long.BYTES, low);
        writeLength(slices, at, length);
    }

    private static void writeLength(byte[] slices, int at, int length) {
        for (int i = 0; i < Integer.BYTES; i++) {
            slices[at + LENGTH_AT + i] = (byte) (length >>> (Byte.SIZE * (Integer.BYTES - 1 - i)));
        }
    }

    /** What it writes to. */
    BatchWriter out() {
        return out;
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

    private static int present(SpanFields span) {
        return (span.weight == SampleWeight.ONE ? 0 : PackedSpan.HAS_WEIGHT)
                | (span.requestBytes == Exchange.UNKNOWN_BYTES ? 0 : PackedSpan.HAS_REQUEST_BYTES)
                | (span.responseBytes == Exchange.UNKNOWN_BYTES ? 0 : PackedSpan.HAS_RESPONSE_BYTES)
                | (span.responseFlags().isEmpty() ? 0 : PackedSpan.HAS_FLAGS)
                | (span.operation().isEmpty() ? 0 : PackedSpan.HAS_OPERATION)
                | (span.denial().isEmpty() ? 0 : PackedSpan.HAS_DENIAL)
                | (span.sourcePrincipal().isEmpty() ? 0 : PackedSpan.HAS_SOURCE_PRINCIPAL)
                | (span.destinationPrincipal().isEmpty() ? 0 : PackedSpan.HAS_DESTINATION_PRINCIPAL);
    }

    /**
     * The texts of a shape.
     *
     * @param owner of whose table they are
     */
    private record ShapeTexts(
            EncodedTexts owner, Text workload, @Nullable Text peer, Text protocol) {}
}
