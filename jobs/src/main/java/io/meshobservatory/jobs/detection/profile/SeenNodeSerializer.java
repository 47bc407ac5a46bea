/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.detection.rows.StampedRow;
import io.meshobservatory.jobs.detection.rows.StampedRowSerializer;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A node that was seen, on its way to what the mesh knows of it: whether it was called, then the row, or node and minute. */
public final class SeenNodeSerializer extends RecordSerializer<SeenNode> {
    static final SeenNodeSerializer INSTANCE = new SeenNodeSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public SeenNode createInstance() {
        return SeenNode.calling(Node.external(""), 0);
    }

    @Override
    public void serialize(SeenNode value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        StampedRow row = value.row();
        target.writeBoolean(row != null);
        if (row != null) {
            StampedRowSerializer.INSTANCE.serialize(row, target);
        } else {
            DomainIo.write(value.node(), target);
            target.writeLong(value.minuteStartMillis());
        }
    }

    @Override
    public SeenNode deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "seen node");
        return source.readBoolean()
                ? SeenNode.called(StampedRowSerializer.INSTANCE.deserialize(source))
                : SeenNode.calling(DomainIo.readNode(source), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<SeenNode> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeenNode> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
