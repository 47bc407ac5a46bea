/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.stories;

import io.meshobservatory.jobs.serialization.StateSerializer;
import io.meshobservatory.models.story.StoryBook;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** The open stories of a cluster, in state. */
public final class StoryBookSerializer extends StateSerializer<StoryBook> {
    static final StoryBookSerializer INSTANCE = new StoryBookSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public StoryBook createInstance() {
        return new StoryBook();
    }

    @Override
    protected void write(StoryBook state, DataOutput out) throws IOException {
        state.write(out);
    }

    @Override
    protected StoryBook read(DataInput in) throws IOException {
        return StoryBook.read(in);
    }

    @Override
    public TypeSerializerSnapshot<StoryBook> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<StoryBook> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
