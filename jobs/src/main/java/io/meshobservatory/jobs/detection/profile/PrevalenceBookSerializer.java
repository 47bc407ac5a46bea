/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.jobs.serialization.StateSerializer;
import io.meshobservatory.models.profile.PrevalenceBook;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Who calls a destination, in state. */
public final class PrevalenceBookSerializer extends StateSerializer<PrevalenceBook> {
    static final PrevalenceBookSerializer INSTANCE = new PrevalenceBookSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public PrevalenceBook createInstance() {
        return new PrevalenceBook();
    }

    @Override
    protected void write(PrevalenceBook state, DataOutput out) throws IOException {
        state.write(out);
    }

    @Override
    protected PrevalenceBook read(DataInput in) throws IOException {
        return PrevalenceBook.read(in);
    }

    @Override
    public TypeSerializerSnapshot<PrevalenceBook> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PrevalenceBook> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
