/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.identity.NameUse;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** When a name and its versions were last seen. */
public final class NameUseSerializer extends RecordSerializer<NameUse> {
    static final NameUseSerializer INSTANCE = new NameUseSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public NameUse createInstance() {
        return new NameUse(0, Map.of());
    }

    @Override
    public void serialize(NameUse value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeLong(value.lastWindow());
        target.writeInt(value.versions().size());
        for (Map.Entry<String, Long> version : value.versions().entrySet()) {
            target.writeUTF(version.getKey());
            target.writeLong(version.getValue());
        }
    }

    @Override
    public NameUse deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "name use");
        long lastWindow = source.readLong();
        int size = source.readInt();
        Map<String, Long> versions = new HashMap<>();
        for (int i = 0; i < size; i++) {
            versions.put(source.readUTF(), source.readLong());
        }
        return new NameUse(lastWindow, versions);
    }

    @Override
    public TypeSerializerSnapshot<NameUse> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<NameUse> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
