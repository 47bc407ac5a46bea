/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.Relation;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The key of a relation. */
public final class RelationSerializer extends RecordSerializer<Relation> {
    static final RelationSerializer INSTANCE = new RelationSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public Relation createInstance() {
        return new Relation(Node.external(""), Node.external(""), "");
    }

    @Override
    public void serialize(Relation value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value, target);
    }

    @Override
    public Relation deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "relation");
        return DomainIo.readRelation(source);
    }

    @Override
    public TypeSerializerSnapshot<Relation> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Relation> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
