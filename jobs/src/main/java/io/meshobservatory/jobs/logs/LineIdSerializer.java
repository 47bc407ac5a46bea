/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The key of a log line: format, then 16 bytes. */
public final class LineIdSerializer extends RecordSerializer<LineId> {
    static final LineIdSerializer INSTANCE = new LineIdSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;

    @Override
    public LineId createInstance() {
        return new LineId(0, 0);
    }

    @Override
    public void serialize(LineId value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeLong(value.high());
        target.writeLong(value.low());
    }

    @Override
    public LineId deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "id of a log line");
        return new LineId(source.readLong(), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<LineId> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LineId> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
