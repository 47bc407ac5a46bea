/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.PackedStats;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The sums of an edge by window: format, number of windows, then start and sum of each. */
public final class HeldWindowsSerializer extends RecordSerializer<HeldWindows> {
    static final HeldWindowsSerializer INSTANCE = new HeldWindowsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public HeldWindows createInstance() {
        return HeldWindows.of(0, PackedStats.of(new EdgeStats()));
    }

    @Override
    public void serialize(HeldWindows value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        value.write(target);
    }

    @Override
    public HeldWindows deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "sums of an edge");
        return HeldWindows.read(source);
    }

    @Override
    public TypeSerializerSnapshot<HeldWindows> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<HeldWindows> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
