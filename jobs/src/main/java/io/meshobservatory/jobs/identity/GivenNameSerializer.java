/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Under which name the sums of a window were given out. */
public final class GivenNameSerializer extends RecordSerializer<GivenName> {
    static final GivenNameSerializer INSTANCE = new GivenNameSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public GivenName createInstance() {
        return GivenName.NOT_YET;
    }

    @Override
    public void serialize(GivenName value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeBoolean(value.given());
        Workload owner = value.owner();
        target.writeBoolean(owner != null);
        if (owner != null) {
            DomainIo.write(owner, target);
        }
    }

    @Override
    public GivenName deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "given name");
        return new GivenName(source.readBoolean(), source.readBoolean() ? DomainIo.readWorkload(source) : null);
    }

    @Override
    public TypeSerializerSnapshot<GivenName> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<GivenName> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
