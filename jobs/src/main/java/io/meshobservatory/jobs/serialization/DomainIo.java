/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the domain's small records, field after field in the order of their components. Enums are written as
 * their ordinal: constants may only be appended. Strings are limited where they enter (see
 * {@link io.meshobservatory.core.graph.Node}), so that they fit the 65,535 bytes of {@code writeUTF}.
 */
final class DomainIo {
    private static final NodeKind[] NODE_KINDS = NodeKind.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final SpanKind[] SPAN_KINDS = SpanKind.values();
    private static final Call.Evidence[] EVIDENCE = Call.Evidence.values();

    private DomainIo() {}

    static void write(TraceId traceId, DataOutput out) throws IOException {
        out.writeLong(traceId.high());
        out.writeLong(traceId.low());
    }

    static TraceId readTraceId(DataInput in) throws IOException {
        return new TraceId(in.readLong(), in.readLong());
    }

    static void write(Node node, DataOutput out) throws IOException {
        out.writeUTF(node.cluster());
        out.writeUTF(node.namespace());
        out.writeUTF(node.name());
        out.writeByte(node.kind().ordinal());
    }

    static Node readNode(DataInput in) throws IOException {
        return new Node(in.readUTF(), in.readUTF(), in.readUTF(), NODE_KINDS[in.readByte()]);
    }

    static void write(Edge edge, DataOutput out) throws IOException {
        write(edge.source(), out);
        out.writeUTF(edge.sourceVersion());
        write(edge.destination(), out);
        out.writeUTF(edge.destinationVersion());
        out.writeUTF(edge.protocol());
    }

    static Edge readEdge(DataInput in) throws IOException {
        return new Edge(readNode(in), in.readUTF(), readNode(in), in.readUTF(), in.readUTF());
    }

    /** Everything but the trace id, which the spans of a slice share. */
    static void write(Span span, DataOutput out) throws IOException {
        out.writeLong(span.spanId());
        out.writeLong(span.parentSpanId());
        out.writeInt(span.copy());
        out.writeByte(span.kind().ordinal());
        out.writeLong(span.startNanos());
        out.writeLong(span.endNanos());
        write(span.workload().node(), out);
        out.writeUTF(span.workload().version());
        writeNullable(span.peer(), out);
        out.writeUTF(span.protocol());
        out.writeByte(span.outcome().ordinal());
        out.writeUTF(span.responseFlags());
        out.writeLong(span.requestBytes());
        out.writeLong(span.responseBytes());
        out.writeUTF(span.sourcePrincipal());
        out.writeUTF(span.destinationPrincipal());
    }

    static Span readSpan(TraceId traceId, DataInput in) throws IOException {
        return new Span(
                traceId,
                in.readLong(),
                in.readLong(),
                in.readInt(),
                SPAN_KINDS[in.readByte()],
                in.readLong(),
                in.readLong(),
                new Workload(readNode(in), in.readUTF()),
                readNullableNode(in),
                in.readUTF(),
                OUTCOMES[in.readByte()],
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readUTF());
    }

    static void write(Call call, DataOutput out) throws IOException {
        write(call.traceId(), out);
        out.writeLong(call.definingSpanId());
        out.writeInt(call.definingCopy());
        out.writeByte(call.evidence().ordinal());
        write(call.edge(), out);
        out.writeLong(call.endNanos());
        out.writeLong(call.clientNanos());
        out.writeLong(call.serverNanos());
        out.writeByte(call.outcome().ordinal());
        out.writeUTF(call.responseFlags());
        out.writeLong(call.requestBytes());
        out.writeLong(call.responseBytes());
        out.writeUTF(call.sourcePrincipal());
        out.writeUTF(call.destinationPrincipal());
    }

    static Call readCall(DataInput in) throws IOException {
        return new Call(
                readTraceId(in),
                in.readLong(),
                in.readInt(),
                EVIDENCE[in.readByte()],
                readEdge(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                OUTCOMES[in.readByte()],
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readUTF());
    }

    private static void writeNullable(@Nullable Node node, DataOutput out) throws IOException {
        out.writeBoolean(node != null);
        if (node != null) {
            write(node, out);
        }
    }

    private static @Nullable Node readNullableNode(DataInput in) throws IOException {
        return in.readBoolean() ? readNode(in) : null;
    }
}
