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

/** Which sum it is that waits for a name. */
public final class SumKeySerializer extends RecordSerializer<SumKey> {
    static final SumKeySerializer INSTANCE = new SumKeySerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public SumKey createInstance() {
        return new SumKey(new Edge(Node.external(""), "", Node.external(""), "", ""), 0, Vantage.TRACES);
    }

    @Override
    public void serialize(SumKey value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value.edge(), target);
        target.writeLong(value.windowStartMillis());
        DomainIo.write(value.vantage(), target);
    }

    @Override
    public SumKey deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "key of a held sum");
        return new SumKey(DomainIo.readEdge(source), source.readLong(), DomainIo.readVantage(source));
    }

    @Override
    public TypeSerializerSnapshot<SumKey> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SumKey> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
