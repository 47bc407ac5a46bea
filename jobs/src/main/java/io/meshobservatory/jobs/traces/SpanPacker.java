/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Packs spans into bytes: all but the trace id, one span behind the other. Three bytes say which of the fields that are
 * mostly empty follow; texts are preceded by their length in two bytes. {@link SpanUnpacker} reads them. Not thread-safe.
 */
public final class SpanPacker {
    static final int LINKED_ELSEWHERE = 1 << 6;
    static final int HAS_PEER = 1 << 7;
    static final int HAS_COPY = 1 << 7;
    static final int HAS_WEIGHT = 1;
    static final int HAS_REQUEST_BYTES = 1 << 1;
    static final int HAS_RESPONSE_BYTES = 1 << 2;
    static final int HAS_FLAGS = 1 << 3;
    static final int HAS_OPERATION = 1 << 4;
    static final int HAS_DENIAL = 1 << 5;
    static final int HAS_SOURCE_PRINCIPAL = 1 << 6;
    static final int HAS_DESTINATION_PRINCIPAL = 1 << 7;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DataOutputSerializer out = new DataOutputSerializer(1 << 10);
    private final EncodedTexts<Workload> workloads = new EncodedTexts<>(SpanPacker::encode);
    private final EncodedTexts<Node> peers = new EncodedTexts<>(SpanPacker::encode);
    private final EncodedTexts<String> texts = new EncodedTexts<>(text -> text.getBytes(StandardCharsets.UTF_8));
    private long firstEndNanos = Long.MAX_VALUE;
    private long lastEndNanos = Long.MIN_VALUE;

    /** Adds a span to the slice. */
    public void add(Span span) {
        try {
            write(span);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        firstEndNanos = Math.min(firstEndNanos, span.endNanos());
        lastEndNanos = Math.max(lastEndNanos, span.endNanos());
    }

    /** The slice of all spans added since the last; at least one. */
    public PackedSlice take(TraceId traceId) {
        byte[] spans = Arrays.copyOf(out.getSharedBuffer(), out.length());
        PackedSlice slice =
                new PackedSlice(traceId, firstEndNanos / NANOS_PER_MILLI, lastEndNanos / NANOS_PER_MILLI, spans);
        out.clear();
        firstEndNanos = Long.MAX_VALUE;
        lastEndNanos = Long.MIN_VALUE;
        return slice;
    }

    private void write(Span span) throws IOException {
        Exchange exchange = span.exchange();
        Node peer = span.peer();
        out.writeByte(span.kind().ordinal()
                | span.origin().ordinal() << 3
                | (span.linkedElsewhere() ? LINKED_ELSEWHERE : 0)
                | (peer == null ? 0 : HAS_PEER));
        out.writeByte(
                exchange.outcome().ordinal() | exchange.security().ordinal() << 4 | (span.copy() == 0 ? 0 : HAS_COPY));
        int present = present(span, exchange);
        out.writeByte(present);
        out.writeLong(span.spanId());
        out.writeLong(span.parentSpanId());
        out.writeLong(span.endNanos());
        writeNumber(span.durationNanos());
        write(workloads.of(span.workload()));
        if (peer != null) {
            write(peers.of(peer));
        }
        write(texts.of(span.protocol()));
        if (span.copy() != 0) {
            out.writeInt(span.copy());
        }
        if ((present & HAS_WEIGHT) != 0) {
            out.writeLong(span.weight());
        }
        if ((present & HAS_REQUEST_BYTES) != 0) {
            writeNumber(exchange.requestBytes());
        }
        if ((present & HAS_RESPONSE_BYTES) != 0) {
            writeNumber(exchange.responseBytes());
        }
        writeUnlessEmpty(exchange.responseFlags());
        writeUnlessEmpty(exchange.operation());
        writeUnlessEmpty(exchange.denial());
        writeUnlessEmpty(exchange.sourcePrincipal());
        writeUnlessEmpty(exchange.destinationPrincipal());
    }

    private static int present(Span span, Exchange exchange) {
        return (span.weight() == SampleWeight.ONE ? 0 : HAS_WEIGHT)
                | (exchange.requestBytes() == Exchange.UNKNOWN_BYTES ? 0 : HAS_REQUEST_BYTES)
                | (exchange.responseBytes() == Exchange.UNKNOWN_BYTES ? 0 : HAS_RESPONSE_BYTES)
                | (exchange.responseFlags().isEmpty() ? 0 : HAS_FLAGS)
                | (exchange.operation().isEmpty() ? 0 : HAS_OPERATION)
                | (exchange.denial().isEmpty() ? 0 : HAS_DENIAL)
                | (exchange.sourcePrincipal().isEmpty() ? 0 : HAS_SOURCE_PRINCIPAL)
                | (exchange.destinationPrincipal().isEmpty() ? 0 : HAS_DESTINATION_PRINCIPAL);
    }

    private void writeUnlessEmpty(String text) throws IOException {
        if (!text.isEmpty()) {
            write(texts.of(text));
        }
    }

    /** Seven bits a byte, the lowest first: small numbers are short. */
    private void writeNumber(long number) throws IOException {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private void write(byte[] bytes) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static byte[] encode(Workload workload) {
        DataOutputSerializer bytes = new DataOutputSerializer(128);
        try {
            NodeText.write(workload.node(), bytes);
            NodeText.write(workload.version(), bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.getCopyOfBuffer();
    }

    private static byte[] encode(Node node) {
        DataOutputSerializer bytes = new DataOutputSerializer(128);
        try {
            NodeText.write(node, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.getCopyOfBuffer();
    }
}
