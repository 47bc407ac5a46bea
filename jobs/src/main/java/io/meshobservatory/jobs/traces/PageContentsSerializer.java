/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What stands on pages of traces at rest. */
public final class PageContentsSerializer extends RecordSerializer<PageContents> {
    static final PageContentsSerializer INSTANCE = new PageContentsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public PageContents createInstance() {
        return new PageContents(0, new long[0]);
    }

    @Override
    public void serialize(PageContents value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeLong(value.expiryMillis());
        target.writeInt(value.ids().length);
        for (long half : value.ids()) {
            target.writeLong(half);
        }
    }

    @Override
    public PageContents deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "contents of a page of traces at rest");
        long expiryMillis = source.readLong();
        long[] ids = new long[source.readInt()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = source.readLong();
        }
        return new PageContents(expiryMillis, ids);
    }

    @Override
    public TypeSerializerSnapshot<PageContents> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PageContents> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
