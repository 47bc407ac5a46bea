/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.jobs.serialization.StateSerializer;
import io.meshobservatory.models.profile.NodeProfile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A node as it usually is, in state. */
public final class NodeProfileSerializer extends StateSerializer<NodeProfile> {
    static final NodeProfileSerializer INSTANCE = new NodeProfileSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public NodeProfile createInstance() {
        return new NodeProfile();
    }

    @Override
    protected void write(NodeProfile state, DataOutput out) throws IOException {
        state.write(out);
    }

    @Override
    protected NodeProfile read(DataInput in) throws IOException {
        return NodeProfile.read(in);
    }

    @Override
    public TypeSerializerSnapshot<NodeProfile> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<NodeProfile> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
