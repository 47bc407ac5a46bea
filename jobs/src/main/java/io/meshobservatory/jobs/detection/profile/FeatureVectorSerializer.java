/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import io.meshobservatory.models.feature.FeatureVector;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A node's minute as the forest sees it. */
public final class FeatureVectorSerializer extends RecordSerializer<FeatureVector> {
    static final FeatureVectorSerializer INSTANCE = new FeatureVectorSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;
    /** No schema has this version, so that no width is asked for. */
    private static final int NO_SCHEMA = 0;

    @Override
    public FeatureVector createInstance() {
        return new FeatureVector(
                NO_SCHEMA, Node.external(""), 0, new double[0], new double[0], new double[0], 0, false);
    }

    @Override
    public void serialize(FeatureVector value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeInt(value.schemaVersion());
        DomainIo.write(value.node(), target);
        target.writeLong(value.minuteStartMillis());
        write(value.values(), target);
        write(value.observed(), target);
        write(value.expected(), target);
        target.writeLong(value.calls());
        target.writeBoolean(value.held());
    }

    @Override
    public FeatureVector deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "feature vector");
        return new FeatureVector(
                source.readInt(),
                DomainIo.readNode(source),
                source.readLong(),
                read(source),
                read(source),
                read(source),
                source.readLong(),
                source.readBoolean());
    }

    private static void write(double[] values, DataOutputView target) throws IOException {
        target.writeShort(values.length);
        for (double value : values) {
            target.writeDouble(value);
        }
    }

    private static double[] read(DataInputView source) throws IOException {
        double[] values = new double[source.readUnsignedShort()];
        for (int i = 0; i < values.length; i++) {
            values[i] = source.readDouble();
        }
        return values;
    }

    @Override
    public TypeSerializerSnapshot<FeatureVector> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureVector> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
