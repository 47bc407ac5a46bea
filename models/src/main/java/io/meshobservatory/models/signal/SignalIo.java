/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.signal;

import io.meshobservatory.core.alert.Measure;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of signals, as states hold them: field after field in the order of their components, enums as their ordinals. The
 * format is that of whoever embeds them. Stateless and thread-safe.
 */
public final class SignalIo {
    private static final SignalKind[] KINDS = SignalKind.values();
    private static final NodeKind[] NODE_KINDS = NodeKind.values();

    private SignalIo() {}

    /** Writes a signal. */
    public static void write(Signal signal, DataOutput out) throws IOException {
        out.writeByte(signal.kind().ordinal());
        out.writeLong(signal.startMillis());
        out.writeLong(signal.endMillis());
        write(signal.source(), out);
        writeNullable(signal.destination(), out);
        out.writeUTF(signal.protocol());
        out.writeDouble(signal.strength());
        out.writeUTF(signal.subject());
        out.writeShort(signal.measures().size());
        for (Measure measure : signal.measures()) {
            out.writeUTF(measure.feature());
            out.writeDouble(measure.observed());
            out.writeDouble(measure.expected());
            out.writeUTF(measure.unit());
            out.writeDouble(measure.share());
        }
        out.writeShort(signal.traceIds().size());
        for (String traceId : signal.traceIds()) {
            out.writeUTF(traceId);
        }
    }

    /** Reads what {@link #write(Signal, DataOutput)} wrote. */
    public static Signal read(DataInput in) throws IOException {
        SignalKind kind = KINDS[in.readByte()];
        long startMillis = in.readLong();
        long endMillis = in.readLong();
        Node source = readNode(in);
        Node destination = readNullableNode(in);
        String protocol = in.readUTF();
        double strength = in.readDouble();
        String subject = in.readUTF();
        List<Measure> measures = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            measures.add(new Measure(in.readUTF(), in.readDouble(), in.readDouble(), in.readUTF(), in.readDouble()));
        }
        List<String> traceIds = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            traceIds.add(in.readUTF());
        }
        return new Signal(
                kind, startMillis, endMillis, source, destination, protocol, strength, subject, measures, traceIds);
    }

    /** Writes a node. */
    public static void write(Node node, DataOutput out) throws IOException {
        out.writeUTF(node.cluster());
        out.writeUTF(node.namespace());
        out.writeUTF(node.name());
        out.writeByte(node.kind().ordinal());
    }

    /** Reads what {@link #write(Node, DataOutput)} wrote. */
    public static Node readNode(DataInput in) throws IOException {
        return new Node(in.readUTF(), in.readUTF(), in.readUTF(), NODE_KINDS[in.readByte()]);
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
