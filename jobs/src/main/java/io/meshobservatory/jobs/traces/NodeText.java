/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Nodes in few bytes: what is not told, which is common, takes one. */
final class NodeText {
    private static final NodeKind[] KINDS = NodeKind.values();
    private static final byte UNKNOWN = 0;
    private static final byte NOT_APPLICABLE = 1;
    private static final byte OTHER = 2;

    private NodeText() {}

    static void write(Node node, DataOutput out) throws IOException {
        out.writeByte(node.kind().ordinal());
        write(node.cluster(), out);
        write(node.namespace(), out);
        write(node.name(), out);
    }

    static Node readNode(DataInput in) throws IOException {
        NodeKind kind = KINDS[in.readByte()];
        return new Node(readText(in), readText(in), readText(in), kind);
    }

    static void write(String text, DataOutput out) throws IOException {
        if (text.equals(Node.UNKNOWN_NAME)) {
            out.writeByte(UNKNOWN);
        } else if (text.equals(Node.NOT_APPLICABLE)) {
            out.writeByte(NOT_APPLICABLE);
        } else {
            out.writeByte(OTHER);
            out.writeUTF(text);
        }
    }

    static String readText(DataInput in) throws IOException {
        byte what = in.readByte();
        return switch (what) {
            case UNKNOWN -> Node.UNKNOWN_NAME;
            case NOT_APPLICABLE -> Node.NOT_APPLICABLE;
            case OTHER -> in.readUTF();
            default -> throw new IOException("text of kind " + what + " (expected: from 0 to " + OTHER + ")");
        };
    }
}
