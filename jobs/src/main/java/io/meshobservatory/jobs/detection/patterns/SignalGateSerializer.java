/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import io.meshobservatory.jobs.serialization.StateSerializer;
import io.meshobservatory.models.story.SignalGate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** The limits of the signals of a cluster, in state. */
public final class SignalGateSerializer extends StateSerializer<SignalGate> {
    static final SignalGateSerializer INSTANCE = new SignalGateSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public SignalGate createInstance() {
        return new SignalGate();
    }

    @Override
    protected void write(SignalGate state, DataOutput out) throws IOException {
        state.write(out);
    }

    @Override
    protected SignalGate read(DataInput in) throws IOException {
        return SignalGate.read(in);
    }

    @Override
    public TypeSerializerSnapshot<SignalGate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SignalGate> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
