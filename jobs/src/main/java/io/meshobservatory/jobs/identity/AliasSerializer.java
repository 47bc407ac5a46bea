/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Under which name a workload is known, and when. */
public final class AliasSerializer extends RecordSerializer<Alias> {
    static final AliasSerializer INSTANCE = new AliasSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public Alias createInstance() {
        return new Alias(Node.external(""), new Workload(Node.external(""), ""), 0);
    }

    @Override
    public void serialize(Alias value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value.name(), target);
        DomainIo.write(value.workload(), target);
        target.writeLong(value.timeMillis());
    }

    @Override
    public Alias deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "alias");
        return new Alias(DomainIo.readNode(source), DomainIo.readWorkload(source), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<Alias> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Alias> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
