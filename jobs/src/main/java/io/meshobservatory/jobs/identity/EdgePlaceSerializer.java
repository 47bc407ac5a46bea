/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Whose sums they are that are remembered. */
public final class EdgePlaceSerializer extends RecordSerializer<EdgePlace> {
    static final EdgePlaceSerializer INSTANCE = new EdgePlaceSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public EdgePlace createInstance() {
        return new EdgePlace(new Edge(Node.external(""), "", Node.external(""), "", ""), Vantage.TRACES);
    }

    @Override
    public void serialize(EdgePlace value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value.edge(), target);
        DomainIo.write(value.vantage(), target);
    }

    @Override
    public EdgePlace deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "place of an edge");
        return new EdgePlace(DomainIo.readEdge(source), DomainIo.readVantage(source));
    }

    @Override
    public TypeSerializerSnapshot<EdgePlace> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EdgePlace> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
