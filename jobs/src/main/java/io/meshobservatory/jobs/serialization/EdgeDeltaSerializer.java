/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.PackedStats;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The sum of changes to one edge in one window. It remembers edges, so each thread needs its own. */
public final class EdgeDeltaSerializer extends RecordSerializer<EdgeDelta> {
    static final EdgeDeltaSerializer INSTANCE = new EdgeDeltaSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 3;

    private transient @Nullable KnownEdges edges;

    @Override
    public EdgeDelta createInstance() {
        return new EdgeDelta(
                new Edge(Node.external(""), "", Node.external(""), "", ""), 0, Vantage.TRACES, new EdgeStats());
    }

    @Override
    public void serialize(EdgeDelta value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        edges().write(value.edge(), target);
        target.writeLong(value.windowStartMillis());
        DomainIo.write(value.vantage(), target);
        value.packed().write(target);
    }

    @Override
    public EdgeDelta deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "edge delta");
        return new EdgeDelta(
                edges().read(source), source.readLong(), DomainIo.readVantage(source), PackedStats.read(source));
    }

    @Override
    public EdgeDeltaSerializer duplicate() {
        return new EdgeDeltaSerializer();
    }

    private KnownEdges edges() {
        if (edges == null) {
            edges = new KnownEdges();
        }
        return edges;
    }

    @Override
    public TypeSerializerSnapshot<EdgeDelta> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EdgeDelta> {
        public Snapshot() {
            super(EdgeDeltaSerializer::new);
        }
    }
}
