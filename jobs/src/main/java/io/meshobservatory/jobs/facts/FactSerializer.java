/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.facts;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A fact on its way to its window. */
public final class FactSerializer extends RecordSerializer<Fact> {
    static final FactSerializer INSTANCE = new FactSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;
    private static final FactKind[] KINDS = FactKind.values();

    @Override
    public Fact createInstance() {
        return new Fact(Node.external(""), null, FactKind.OUTLIER_EJECTIONS, "", 0, 0);
    }

    @Override
    public void serialize(Fact value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value.node(), target);
        DomainIo.writeNullable(value.peer(), target);
        target.writeByte(value.kind().ordinal());
        target.writeUTF(value.detail());
        target.writeLong(value.timeMillis());
        target.writeDouble(value.value());
    }

    @Override
    public Fact deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "fact");
        return new Fact(
                DomainIo.readNode(source),
                DomainIo.readNullableNode(source),
                KINDS[source.readByte()],
                source.readUTF(),
                source.readLong(),
                source.readDouble());
    }

    @Override
    public TypeSerializerSnapshot<Fact> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Fact> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
