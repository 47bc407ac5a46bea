/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Relation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of an {@link EdgeMinute}: a format byte, then the components in their order. */
final class EdgeMinuteFormat {
    private static final byte FORMAT = 1;
    private static final NodeKind[] KINDS = NodeKind.values();

    private EdgeMinuteFormat() {}

    static void write(EdgeMinute edge, DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        write(edge.source(), out);
        write(edge.destination(), out);
        out.writeUTF(edge.relation().protocol());
        out.writeLong(edge.startMillis());
        out.writeLong(edge.calls());
        write(edge.outcome(), out);
        out.writeShort(edge.operations().size());
        for (Map.Entry<String, Long> operation : edge.operations().entrySet()) {
            out.writeUTF(operation.getKey());
            out.writeLong(operation.getValue());
        }
        out.writeLong(edge.requestBytes());
        out.writeLong(edge.responseBytes());
        out.writeLong(edge.connectionsOpened());
        out.writeLong(edge.connectionsClosed());
        out.writeLong(edge.mutualTls());
        out.writeLong(edge.plainText());
        write(edge.sourcePrincipals(), out);
        write(edge.sourceVersions(), out);
        out.writeDouble(edge.p50Millis());
        out.writeDouble(edge.p95Millis());
        out.writeDouble(edge.p99Millis());
        write(edge.traceIds(), out);
    }

    static EdgeMinute read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("edge minute in format " + format + " (expected: " + FORMAT + ")");
        }
        Relation relation = new Relation(readNode(in), readNode(in), in.readUTF());
        long start = in.readLong();
        long calls = in.readLong();
        MinuteOutcome outcome = readOutcome(in);
        TreeMap<String, Long> operations = new TreeMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            operations.put(in.readUTF(), in.readLong());
        }
        return new EdgeMinute(
                relation,
                start,
                calls,
                outcome,
                operations,
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readTexts(in),
                readTexts(in),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                readTexts(in));
    }

    private static void write(Node node, DataOutput out) throws IOException {
        out.writeUTF(node.cluster());
        out.writeUTF(node.namespace());
        out.writeUTF(node.name());
        out.writeByte(node.kind().ordinal());
    }

    private static Node readNode(DataInput in) throws IOException {
        return new Node(in.readUTF(), in.readUTF(), in.readUTF(), KINDS[in.readByte()]);
    }

    private static void write(MinuteOutcome outcome, DataOutput out) throws IOException {
        out.writeLong(outcome.errors());
        out.writeLong(outcome.noResponse());
        out.writeLong(outcome.rejected());
        out.writeLong(outcome.faultsInjected());
        out.writeLong(outcome.refused());
        out.writeLong(outcome.denied());
        out.writeLong(outcome.rateLimited());
        out.writeLong(outcome.retriesExhausted());
        out.writeLong(outcome.unrouted());
        out.writeLong(outcome.cutShort());
        out.writeLong(outcome.overflowed());
        out.writeUTF(outcome.topDenial());
    }

    private static MinuteOutcome readOutcome(DataInput in) throws IOException {
        return new MinuteOutcome(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readUTF());
    }

    private static void write(List<String> texts, DataOutput out) throws IOException {
        out.writeByte(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> readTexts(DataInput in) throws IOException {
        int count = in.readUnsignedByte();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
