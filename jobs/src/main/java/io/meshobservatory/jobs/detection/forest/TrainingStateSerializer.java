/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.forest;

import io.meshobservatory.jobs.serialization.StateSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** What the next forest of a cluster is trained from, in state. */
public final class TrainingStateSerializer extends StateSerializer<TrainingState> {
    static final TrainingStateSerializer INSTANCE = new TrainingStateSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public TrainingState createInstance() {
        return new TrainingState();
    }

    @Override
    protected void write(TrainingState state, DataOutput out) throws IOException {
        state.write(out);
    }

    @Override
    protected TrainingState read(DataInput in) throws IOException {
        return TrainingState.read(in);
    }

    @Override
    public TypeSerializerSnapshot<TrainingState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TrainingState> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
