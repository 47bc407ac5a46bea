/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What was not let into the graph. */
public final class RefusedNameSerializer extends RecordSerializer<RefusedName> {
    static final RefusedNameSerializer INSTANCE = new RefusedNameSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public RefusedName createInstance() {
        return new RefusedName(0, Node.external(""), RefusedName.ALL);
    }

    @Override
    public void serialize(RefusedName value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeLong(value.windowStartMillis());
        DomainIo.write(value.node(), target);
        target.writeUTF(value.version());
    }

    @Override
    public RefusedName deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "refused name");
        return new RefusedName(source.readLong(), DomainIo.readNode(source), source.readUTF());
    }

    @Override
    public TypeSerializerSnapshot<RefusedName> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RefusedName> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
