/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
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
public final class DomainIo {
    private static final NodeKind[] NODE_KINDS = NodeKind.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Call.Evidence[] EVIDENCE = Call.Evidence.values();

    private static final ConnectionSecurity[] SECURITIES = ConnectionSecurity.values();
    private static final Vantage[] VANTAGES = Vantage.values();

    private DomainIo() {}

    static void write(TraceId traceId, DataOutput out) throws IOException {
        out.writeLong(traceId.high());
        out.writeLong(traceId.low());
    }

    static TraceId readTraceId(DataInput in) throws IOException {
        return new TraceId(in.readLong(), in.readLong());
    }

    public static void write(Node node, DataOutput out) throws IOException {
        out.writeUTF(node.cluster());
        out.writeUTF(node.namespace());
        out.writeUTF(node.name());
        out.writeByte(node.kind().ordinal());
    }

    public static Node readNode(DataInput in) throws IOException {
        return new Node(in.readUTF(), in.readUTF(), in.readUTF(), NODE_KINDS[in.readByte()]);
    }

    public static void write(Edge edge, DataOutput out) throws IOException {
        write(edge.source(), out);
        out.writeUTF(edge.sourceVersion());
        write(edge.destination(), out);
        out.writeUTF(edge.destinationVersion());
        out.writeUTF(edge.protocol());
    }

    public static Edge readEdge(DataInput in) throws IOException {
        return new Edge(readNode(in), in.readUTF(), readNode(in), in.readUTF(), in.readUTF());
    }

    public static void write(Workload workload, DataOutput out) throws IOException {
        write(workload.node(), out);
        out.writeUTF(workload.version());
    }

    public static Workload readWorkload(DataInput in) throws IOException {
        return new Workload(readNode(in), in.readUTF());
    }

    public static void write(Exchange exchange, DataOutput out) throws IOException {
        out.writeByte(exchange.outcome().ordinal());
        out.writeUTF(exchange.responseFlags());
        out.writeLong(exchange.requestBytes());
        out.writeLong(exchange.responseBytes());
        out.writeUTF(exchange.operation());
        out.writeUTF(exchange.denial());
        out.writeByte(exchange.security().ordinal());
        out.writeUTF(exchange.sourcePrincipal());
        out.writeUTF(exchange.destinationPrincipal());
    }

    public static Exchange readExchange(DataInput in) throws IOException {
        return new Exchange(
                OUTCOMES[in.readByte()],
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                in.readUTF(),
                SECURITIES[in.readByte()],
                in.readUTF(),
                in.readUTF());
    }

    public static void write(Call call, DataOutput out) throws IOException {
        write(call.traceId(), out);
        out.writeLong(call.definingSpanId());
        out.writeInt(call.definingCopy());
        out.writeByte(call.evidence().ordinal());
        write(call.edge(), out);
        out.writeLong(call.weight());
        out.writeLong(call.endNanos());
        out.writeLong(call.clientNanos());
        out.writeLong(call.serverNanos());
        out.writeBoolean(call.contextLost());
        write(call.exchange(), out);
    }

    public static Call readCall(DataInput in) throws IOException {
        return new Call(
                readTraceId(in),
                in.readLong(),
                in.readInt(),
                EVIDENCE[in.readByte()],
                readEdge(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                readExchange(in));
    }

    public static void write(Vantage vantage, DataOutput out) throws IOException {
        out.writeByte(vantage.ordinal());
    }

    public static Vantage readVantage(DataInput in) throws IOException {
        return VANTAGES[in.readByte()];
    }

    static void write(Relation relation, DataOutput out) throws IOException {
        write(relation.source(), out);
        write(relation.destination(), out);
        out.writeUTF(relation.protocol());
    }

    static Relation readRelation(DataInput in) throws IOException {
        return new Relation(readNode(in), readNode(in), in.readUTF());
    }

    public static void writeNullable(@Nullable Node node, DataOutput out) throws IOException {
        out.writeBoolean(node != null);
        if (node != null) {
            write(node, out);
        }
    }

    public static @Nullable Node readNullableNode(DataInput in) throws IOException {
        return in.readBoolean() ? readNode(in) : null;
    }
}
