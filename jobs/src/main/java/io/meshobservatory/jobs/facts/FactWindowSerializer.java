/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.facts;

import io.meshobservatory.core.fact.FactWindow;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The facts of a node and minute; mutable, so copies are real. */
public final class FactWindowSerializer extends RecordSerializer<FactWindow> {
    static final FactWindowSerializer INSTANCE = new FactWindowSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public FactWindow createInstance() {
        return new FactWindow();
    }

    @Override
    public void serialize(FactWindow value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        value.write(target);
    }

    @Override
    public FactWindow deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "facts of a minute");
        return FactWindow.read(source);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public FactWindow copy(FactWindow from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<FactWindow> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FactWindow> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
