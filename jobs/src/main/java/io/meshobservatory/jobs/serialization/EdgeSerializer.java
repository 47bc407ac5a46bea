/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The key of an edge. */
public final class EdgeSerializer extends RecordSerializer<Edge> {
    static final EdgeSerializer INSTANCE = new EdgeSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public Edge createInstance() {
        return new Edge(Node.external(""), "", Node.external(""), "", "");
    }

    @Override
    public void serialize(Edge value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value, target);
    }

    @Override
    public Edge deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "edge");
        return DomainIo.readEdge(source);
    }

    @Override
    public TypeSerializerSnapshot<Edge> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Edge> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
