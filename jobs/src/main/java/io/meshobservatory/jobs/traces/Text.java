/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeInterner;
import io.meshobservatory.core.telemetry.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Something that many spans have in common, with its bytes: a workload, a node, or a mere text. It bears the number that it
 * has in the batch that is being written, so that a batch needs no table of what it holds: a text is written by one
 * {@link BatchWriter} only. Not thread-safe.
 */
final class Text {
    private static final byte STRING = 0;
    private static final byte NODE = 1;
    private static final byte WORKLOAD = 2;

    private final Object value;
    private final byte[] bytes;
    private long batch;
    private int number;

    private Text(Object value, byte[] bytes) {
        this.value = value;
        this.bytes = bytes;
    }

    /** The text of a {@link Workload}, a {@link Node} or a string. */
    static Text of(Object value) {
        DataOutputSerializer out = new DataOutputSerializer(128);
        try {
            if (value instanceof Workload workload) {
                out.writeByte(WORKLOAD);
                NodeText.write(workload.node(), out);
                NodeText.write(workload.version(), out);
            } else if (value instanceof Node node) {
                out.writeByte(NODE);
                NodeText.write(node, out);
            } else {
                out.writeByte(STRING);
                out.write(((String) value).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Text(value, out.getCopyOfBuffer());
    }

    /**
     * The text that some bytes are; they are kept.
     *
     * @param nodes gives one object for equal nodes
     */
    static Text read(byte[] bytes, NodeInterner nodes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        byte what = in.readByte();
        Object value = switch (what) {
            case STRING -> new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
            case NODE -> nodes.node(NodeText.readNode(in));
            case WORKLOAD -> new Workload(nodes.node(NodeText.readNode(in)), NodeText.readText(in));
            default -> throw new IOException("packed text of kind " + what + " (expected: from 0 to " + WORKLOAD + ")");
        };
        return new Text(value, bytes);
    }

    /** What it stands for. */
    Object value() {
        return value;
    }

    /** Not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether it has a number in a batch. */
    boolean isIn(long itsBatch) {
        return batch == itsBatch;
    }

    int number() {
        return number;
    }

    /** Gives it a number in a batch; that in the one before is forgotten. */
    void put(long intoBatch, int withNumber) {
        batch = intoBatch;
        number = withNumber;
    }
}
