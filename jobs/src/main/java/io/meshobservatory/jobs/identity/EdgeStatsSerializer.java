/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Sums that wait for a name; mutable, so copies are real. */
public final class EdgeStatsSerializer extends RecordSerializer<EdgeStats> {
    static final EdgeStatsSerializer INSTANCE = new EdgeStatsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public EdgeStats createInstance() {
        return new EdgeStats();
    }

    @Override
    public void serialize(EdgeStats value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        value.write(target);
    }

    @Override
    public EdgeStats deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "held edge statistics");
        return EdgeStats.read(source);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public EdgeStats copy(EdgeStats from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<EdgeStats> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EdgeStats> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
