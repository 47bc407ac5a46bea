/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Traces at rest. */
public final class RestingTraceSerializer extends RecordSerializer<RestingTrace> {
    static final RestingTraceSerializer INSTANCE = new RestingTraceSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 2;

    @Override
    public RestingTrace createInstance() {
        return new RestingTrace(new byte[0], TraceHistory.NONE, 0);
    }

    @Override
    public void serialize(RestingTrace value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeInt(value.spans().length);
        target.write(value.spans());
        value.history().write(target);
        target.writeLong(value.expiryMillis());
    }

    @Override
    public RestingTrace deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "trace at rest");
        byte[] spans = new byte[source.readInt()];
        source.readFully(spans);
        return new RestingTrace(spans, TraceHistory.read(source), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<RestingTrace> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RestingTrace> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
