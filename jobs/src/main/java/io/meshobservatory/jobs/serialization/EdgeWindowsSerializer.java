/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.window.EdgeWindows;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The open windows of an edge; mutable, so copies are real. */
public final class EdgeWindowsSerializer extends RecordSerializer<EdgeWindows> {
    static final EdgeWindowsSerializer INSTANCE = new EdgeWindowsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 2;

    @Override
    public EdgeWindows createInstance() {
        return new EdgeWindows();
    }

    @Override
    public void serialize(EdgeWindows value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        value.write(target);
    }

    @Override
    public EdgeWindows deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "edge windows");
        return EdgeWindows.read(source);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public EdgeWindows copy(EdgeWindows from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<EdgeWindows> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EdgeWindows> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
