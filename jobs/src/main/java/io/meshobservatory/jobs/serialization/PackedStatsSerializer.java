/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.PackedStats;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Sums that wait: format, number of bytes, bytes. */
public final class PackedStatsSerializer extends RecordSerializer<PackedStats> {
    static final PackedStatsSerializer INSTANCE = new PackedStatsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public PackedStats createInstance() {
        return PackedStats.of(new EdgeStats());
    }

    @Override
    public void serialize(PackedStats value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        value.write(target);
    }

    @Override
    public PackedStats deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "packed sum");
        return PackedStats.read(source);
    }

    @Override
    public TypeSerializerSnapshot<PackedStats> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PackedStats> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
