/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import io.meshobservatory.connectors.otlp.logs.AccessEntry;
import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.jobs.facts.FactSerializer;
import io.meshobservatory.jobs.identity.AliasSerializer;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A log line on its way to where repetitions are left out: format, which of the two kinds, then its components. */
public final class LogLineSerializer extends RecordSerializer<LogLine> {
    static final LogLineSerializer INSTANCE = new LogLineSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;
    private static final FactSerializer FACTS = new FactSerializer();
    private static final AliasSerializer ALIASES = new AliasSerializer();

    @Override
    public LogLine createInstance() {
        return UnparsedLineSerializer.INSTANCE.createInstance();
    }

    @Override
    public void serialize(LogLine value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeBoolean(value instanceof AccessEntry);
        if (value instanceof AccessEntry entry) {
            LineIdSerializer.INSTANCE.serialize(entry.id(), target);
            DomainIo.write(entry.call(), target);
            DomainIo.write(entry.vantage(), target);
            write(entry.facts(), FACTS, target);
            write(entry.aliases(), ALIASES, target);
        } else {
            UnparsedLineSerializer.INSTANCE.serialize((UnparsedLine) value, target);
        }
    }

    @Override
    public LogLine deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "log line");
        if (!source.readBoolean()) {
            return UnparsedLineSerializer.INSTANCE.deserialize(source);
        }
        LineId id = LineIdSerializer.INSTANCE.deserialize(source);
        Call call = DomainIo.readCall(source);
        Vantage vantage = DomainIo.readVantage(source);
        List<Fact> facts = read(FACTS, source);
        List<Alias> aliases = read(ALIASES, source);
        return new AccessEntry(id, call, vantage, facts, aliases);
    }

    private static <T> void write(List<T> values, TypeSerializer<T> serializer, DataOutputView target)
            throws IOException {
        target.writeByte(values.size());
        for (T value : values) {
            serializer.serialize(value, target);
        }
    }

    private static <T> List<T> read(TypeSerializer<T> serializer, DataInputView source) throws IOException {
        int size = source.readByte();
        if (size == 0) {
            return List.of();
        }
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(serializer.deserialize(source));
        }
        return values;
    }

    @Override
    public TypeSerializerSnapshot<LogLine> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LogLine> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
