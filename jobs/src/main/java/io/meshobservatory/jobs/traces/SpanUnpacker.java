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
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;

/** Reads what {@link SpanPacker} packed. Nodes and texts that come again are mostly the same instances. Not thread-safe. */
public final class SpanUnpacker {
    private static final int NODES = 1 << 17;
    private static final SpanKind[] KINDS = SpanKind.values();
    private static final Span.Origin[] ORIGINS = Span.Origin.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final ConnectionSecurity[] SECURITIES = ConnectionSecurity.values();

    private final DecodedTexts<Workload> workloads =
            new DecodedTexts<>(bytes -> readWorkload(new DataInputDeserializer(bytes)));
    private final DecodedTexts<Node> peers =
            new DecodedTexts<>(bytes -> shared(NodeText.readNode(new DataInputDeserializer(bytes))));
    private final Node[] nodes = new Node[NODES];
    private final DecodedTexts<String> texts = new DecodedTexts<>(bytes -> new String(bytes, StandardCharsets.UTF_8));
    private final DataInputDeserializer in = new DataInputDeserializer();

    /**
     * Adds the spans of a trace to a list.
     *
     * @param spans whole packed spans, as many as the range holds
     * @throws IOException if the bytes are not what a packer packed
     */
    public void unpack(TraceId traceId, byte[] spans, int from, int to, List<Span> into) throws IOException {
        in.setBuffer(spans, from, to - from);
        while (in.available() > 0) {
            into.add(read(traceId, spans));
        }
    }

    private Span read(TraceId traceId, byte[] bytes) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int present = in.readUnsignedByte();
        long spanId = in.readLong();
        long parentSpanId = in.readLong();
        long endNanos = in.readLong();
        long startNanos = endNanos - readNumber();
        Workload workload = readText(workloads, bytes);
        Node peer = (first & SpanPacker.HAS_PEER) == 0 ? null : readText(peers, bytes);
        String protocol = readText(texts, bytes);
        int copy = (second & SpanPacker.HAS_COPY) == 0 ? 0 : in.readInt();
        long weight = (present & SpanPacker.HAS_WEIGHT) == 0 ? SampleWeight.ONE : in.readLong();
        return new Span(
                traceId,
                spanId,
                parentSpanId,
                copy,
                KINDS[first & 7],
                ORIGINS[first >> 3 & 7],
                startNanos,
                endNanos,
                workload,
                peer,
                protocol,
                weight,
                (first & SpanPacker.LINKED_ELSEWHERE) != 0,
                readExchange(second, present, bytes));
    }

    private Exchange readExchange(int second, int present, byte[] bytes) throws IOException {
        long requestBytes = readSize(present, SpanPacker.HAS_REQUEST_BYTES);
        long responseBytes = readSize(present, SpanPacker.HAS_RESPONSE_BYTES);
        String flags = readUnlessEmpty(present, SpanPacker.HAS_FLAGS, bytes);
        String operation = readUnlessEmpty(present, SpanPacker.HAS_OPERATION, bytes);
        String denial = readUnlessEmpty(present, SpanPacker.HAS_DENIAL, bytes);
        String sourcePrincipal = readUnlessEmpty(present, SpanPacker.HAS_SOURCE_PRINCIPAL, bytes);
        String destinationPrincipal = readUnlessEmpty(present, SpanPacker.HAS_DESTINATION_PRINCIPAL, bytes);
        return new Exchange(
                OUTCOMES[second & 15],
                flags,
                requestBytes,
                responseBytes,
                operation,
                denial,
                SECURITIES[second >> 4 & 7],
                sourcePrincipal,
                destinationPrincipal);
    }

    private Workload readWorkload(DataInputDeserializer bytes) throws IOException {
        return new Workload(shared(NodeText.readNode(bytes)), NodeText.readText(bytes));
    }

    /** Mostly the same instance for the same node, whether it was named as a workload or as a peer. */
    private Node shared(Node node) {
        int place = node.hashCode() & (NODES - 1);
        Node known = nodes[place];
        if (node.equals(known)) {
            return known;
        }
        nodes[place] = node;
        return node;
    }

    private long readNumber() throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IOException("a number of more than ten bytes in a packed span");
    }

    private long readSize(int present, int flag) throws IOException {
        return (present & flag) == 0 ? Exchange.UNKNOWN_BYTES : readNumber();
    }

    private String readUnlessEmpty(int present, int flag, byte[] bytes) throws IOException {
        return (present & flag) == 0 ? "" : readText(texts, bytes);
    }

    private <T> T readText(DecodedTexts<T> known, byte[] bytes) throws IOException {
        int length = in.readUnsignedShort();
        int from = in.getPosition();
        in.skipBytesToRead(length);
        return known.of(bytes, from, length);
    }
}
