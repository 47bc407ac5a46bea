/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.core.metric.TargetCounter;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is remembered of a target. */
public final class TargetCounterSerializer extends RecordSerializer<TargetCounter> {
    static final TargetCounterSerializer INSTANCE = new TargetCounterSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public TargetCounter createInstance() {
        return new TargetCounter();
    }

    @Override
    public void serialize(TargetCounter value, DataOutputView target) throws IOException {
        value.write(target);
    }

    @Override
    public TargetCounter deserialize(DataInputView source) throws IOException {
        return TargetCounter.read(source);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TargetCounter copy(TargetCounter from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<TargetCounter> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TargetCounter> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
