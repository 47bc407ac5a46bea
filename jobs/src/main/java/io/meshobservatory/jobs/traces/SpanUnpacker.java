/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link SpanPacker} packed. Not thread-safe. */
public final class SpanUnpacker {
    private static final SpanKind[] KINDS = SpanKind.values();
    private static final Span.Origin[] ORIGINS = Span.Origin.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final ConnectionSecurity[] SECURITIES = ConnectionSecurity.values();

    private final DecodedTexts texts;
    /** Where the next number stands. */
    private int position;

    /** Knows no texts yet. */
    public SpanUnpacker() {
        this(new DecodedTexts());
    }

    /** @param texts those of batches */
    SpanUnpacker(DecodedTexts texts) {
        this.texts = texts;
    }

    /**
     * Adds all spans of a batch to a list.
     *
     * @throws IOException if the bytes are not what a packer packed
     */
    public void unpack(SliceBatch batch, List<Span> into) throws IOException {
        PackedSpans spans = PackedSpans.of(batch, texts);
        byte[] bytes = spans.bytes();
        int at = 0;
        while (at < bytes.length) {
            int from = at + SpanPacker.HEADER_BYTES;
            int to = from + SpanPacker.sliceLength(bytes, at);
            unpack(SpanPacker.traceId(bytes, at), spans, from, to, into);
            at = to;
        }
    }

    /** Adds the spans in a part of others, which are all of one trace, to a list. */
    void unpack(TraceId traceId, PackedSpans spans, int from, int to, List<Span> into) {
        int at = from;
        while (at < to) {
            into.add(read(traceId, spans, at));
            at += PackedSpan.length(spans.bytes(), at);
        }
    }

    private Span read(TraceId traceId, PackedSpans spans, int at) {
        byte[] bytes = spans.bytes();
        int first = bytes[at + 1];
        int second = bytes[at + 2];
        int present = bytes[at + 3];
        long endNanos = PackedSpan.endNanos(bytes, at);
        position = at + PackedSpan.TEXTS_AT;
        Workload workload = (Workload) readText(spans, bytes);
        Node peer = readPeer(first, spans, bytes);
        String protocol = (String) readText(spans, bytes);
        String flags = readUnlessEmpty(present, PackedSpan.HAS_FLAGS, spans, bytes);
        String operation = readUnlessEmpty(present, PackedSpan.HAS_OPERATION, spans, bytes);
        String denial = readUnlessEmpty(present, PackedSpan.HAS_DENIAL, spans, bytes);
        String sourcePrincipal = readUnlessEmpty(present, PackedSpan.HAS_SOURCE_PRINCIPAL, spans, bytes);
        String destinationPrincipal = readUnlessEmpty(present, PackedSpan.HAS_DESTINATION_PRINCIPAL, spans, bytes);
        long durationNanos = readNumber(bytes);
        int copy = (second & PackedSpan.HAS_COPY) == 0 ? 0 : (int) readNumber(bytes);
        long weight = readWeight(present, bytes);
        long requestBytes = readSize(present, PackedSpan.HAS_REQUEST_BYTES, bytes);
        long responseBytes = readSize(present, PackedSpan.HAS_RESPONSE_BYTES, bytes);
        return new Span(
                traceId,
                PackedSpan.readLong(bytes, at + PackedSpan.ID_AT),
                PackedSpan.readLong(bytes, at + PackedSpan.PARENT_AT),
                copy,
                KINDS[first & 7],
                ORIGINS[first >> 3 & 7],
                endNanos - durationNanos,
                endNanos,
                workload,
                peer,
                protocol,
                weight,
                (first & PackedSpan.LINKED_ELSEWHERE) != 0,
                new Exchange(
                        OUTCOMES[second & 15],
                        flags,
                        requestBytes,
                        responseBytes,
                        operation,
                        denial,
                        SECURITIES[second >> 4 & 7],
                        sourcePrincipal,
                        destinationPrincipal));
    }

    private @Nullable Node readPeer(int first, PackedSpans spans, byte[] bytes) {
        return (first & PackedSpan.HAS_PEER) == 0 ? null : (Node) readText(spans, bytes);
    }

    private Object readText(PackedSpans spans, byte[] bytes) {
        return spans.text((int) readNumber(bytes)).value();
    }

    private String readUnlessEmpty(int present, int flag, PackedSpans spans, byte[] bytes) {
        return (present & flag) == 0 ? "" : (String) readText(spans, bytes);
    }

    private long readWeight(int present, byte[] bytes) {
        if ((present & PackedSpan.HAS_WEIGHT) == 0) {
            return SampleWeight.ONE;
        }
        position += Long.BYTES;
        return PackedSpan.readLong(bytes, position - Long.BYTES);
    }

    private long readSize(int present, int flag, byte[] bytes) {
        return (present & flag) == 0 ? Exchange.UNKNOWN_BYTES : readNumber(bytes);
    }

    private long readNumber(byte[] bytes) {
        byte next = bytes[position++];
        long number = next & 0x7F;
        for (int shift = 7; next < 0; shift += 7) {
            next = bytes[position++];
            number |= (next & 0x7FL) << shift;
        }
        return number;
    }
}
