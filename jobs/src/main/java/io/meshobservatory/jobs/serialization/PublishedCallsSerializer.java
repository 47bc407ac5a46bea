/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The calls of a trace that were published. */
public final class PublishedCallsSerializer extends RecordSerializer<PublishedCalls> {
    static final PublishedCallsSerializer INSTANCE = new PublishedCallsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 2;

    @Override
    public PublishedCalls createInstance() {
        return new PublishedCalls(List.of());
    }

    @Override
    public void serialize(PublishedCalls value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeInt(value.calls().size());
        for (Call call : value.calls()) {
            DomainIo.write(call, target);
        }
    }

    @Override
    public PublishedCalls deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "published calls");
        int size = source.readInt();
        List<Call> calls = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            calls.add(DomainIo.readCall(source));
        }
        return new PublishedCalls(calls);
    }

    @Override
    public TypeSerializerSnapshot<PublishedCalls> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PublishedCalls> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
