/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedReason;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A line that could not be read, on its way to where it is kept. */
public final class UnparsedLineSerializer extends RecordSerializer<UnparsedLine> {
    static final UnparsedLineSerializer INSTANCE = new UnparsedLineSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;
    private static final UnparsedReason[] REASONS = UnparsedReason.values();

    @Override
    public UnparsedLine createInstance() {
        return new UnparsedLine(
                LineIdSerializer.INSTANCE.createInstance(),
                "",
                UnparsedReason.UNKNOWN_FORMAT,
                UnparsedLine.NO_TIME,
                Node.external(""),
                "");
    }

    @Override
    public void serialize(UnparsedLine value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeLong(value.id().high());
        target.writeLong(value.id().low());
        target.writeUTF(value.text());
        target.writeByte(value.reason().ordinal());
        target.writeLong(value.timeMillis());
        DomainIo.write(value.emitter(), target);
        target.writeUTF(value.pod());
    }

    @Override
    public UnparsedLine deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "unparsed log line");
        return new UnparsedLine(
                new LineId(source.readLong(), source.readLong()),
                source.readUTF(),
                REASONS[source.readByte()],
                source.readLong(),
                DomainIo.readNode(source),
                source.readUTF());
    }

    @Override
    public TypeSerializerSnapshot<UnparsedLine> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<UnparsedLine> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
