/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.graph.Node;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The key of a node. */
public final class NodeSerializer extends RecordSerializer<Node> {
    static final NodeSerializer INSTANCE = new NodeSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public Node createInstance() {
        return Node.external("");
    }

    @Override
    public void serialize(Node value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value, target);
    }

    @Override
    public Node deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "node");
        return DomainIo.readNode(source);
    }

    @Override
    public TypeSerializerSnapshot<Node> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Node> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
