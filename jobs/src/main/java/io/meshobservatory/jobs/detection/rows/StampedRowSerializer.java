/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.rows;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.LatencySummary;
import io.meshobservatory.core.window.OutcomeCounts;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** A row on its way to its minute, whole. */
public final class StampedRowSerializer extends RecordSerializer<StampedRow> {
    public static final StampedRowSerializer INSTANCE = new StampedRowSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;
    private static final WindowSize[] SIZES = WindowSize.values();
    private static final Vantage.Signal[] SIGNALS = Vantage.Signal.values();
    private static final Edge NO_EDGE = new Edge(Node.external(""), "", Node.external(""), "", "");

    @Override
    public StampedRow createInstance() {
        return new StampedRow(EdgeRow.removal(WindowSize.ONE_MINUTE, 0, NO_EDGE), 0);
    }

    @Override
    public void serialize(StampedRow value, DataOutputView target) throws IOException {
        EdgeRow row = value.row();
        target.writeByte(FORMAT);
        target.writeLong(value.emittedMillis());
        target.writeByte(row.windowSize().ordinal());
        target.writeLong(row.windowStartMillis());
        DomainIo.write(row.edge(), target);
        write(row.traffic(), target);
        Security security = row.security();
        target.writeLong(security.mutualTls());
        target.writeLong(security.plainText());
        target.writeLong(security.unobserved());
        write(security.sourcePrincipal(), target);
        write(security.destinationPrincipal(), target);
        Coverage coverage = row.coverage();
        target.writeLong(coverage.sampledCalls());
        target.writeLong(coverage.bothSides());
        target.writeLong(coverage.callerOnly());
        target.writeLong(coverage.calleeOnly());
        target.writeLong(coverage.callerMissing());
        target.writeLong(coverage.contextLost());
        target.writeByte(row.basis().calls().ordinal());
        target.writeByte(row.basis().bytes().ordinal());
        target.writeByte(row.basis().latency().ordinal());
        target.writeByte(row.basis().security().ordinal());
        write(row.client(), target);
        write(row.server(), target);
        target.writeLong(row.firstSeenMillis());
        target.writeLong(row.lastSeenMillis());
        write(row.slowestTraceId(), target);
        write(row.errorTraceId(), target);
    }

    @Override
    public StampedRow deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "stamped row");
        long emittedMillis = source.readLong();
        EdgeRow row = new EdgeRow(
                SIZES[source.readByte()],
                source.readLong(),
                DomainIo.readEdge(source),
                readTraffic(source),
                new Security(
                        source.readLong(), source.readLong(), source.readLong(), readText(source), readText(source)),
                new Coverage(
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong()),
                new Basis(
                        SIGNALS[source.readByte()],
                        SIGNALS[source.readByte()],
                        SIGNALS[source.readByte()],
                        SIGNALS[source.readByte()]),
                readLatency(source),
                readLatency(source),
                source.readLong(),
                source.readLong(),
                readText(source),
                readText(source));
        return new StampedRow(row, emittedMillis);
    }

    private static void write(Traffic traffic, DataOutputView target) throws IOException {
        target.writeLong(traffic.calls());
        OutcomeCounts outcomes = traffic.outcomes();
        target.writeLong(outcomes.errorsHttp5xx());
        target.writeLong(outcomes.errorsGrpc());
        target.writeLong(outcomes.errorsNoResponse());
        target.writeLong(outcomes.errorsStatus());
        target.writeLong(outcomes.rejectedHttp4xx());
        target.writeLong(outcomes.rejectedGrpc());
        target.writeLong(outcomes.faultsInjected());
        write(traffic.responseFlags(), target);
        write(traffic.denials(), target);
        write(traffic.operations(), target);
        target.writeLong(traffic.requestBytes());
        target.writeLong(traffic.responseBytes());
        target.writeLong(traffic.connectionsOpened());
        target.writeLong(traffic.connectionsClosed());
    }

    private static Traffic readTraffic(DataInputView source) throws IOException {
        return new Traffic(
                source.readLong(),
                new OutcomeCounts(
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong(),
                        source.readLong()),
                readCounts(source),
                readCounts(source),
                readCounts(source),
                source.readLong(),
                source.readLong(),
                source.readLong(),
                source.readLong());
    }

    private static void write(Map<String, Long> counts, DataOutputView target) throws IOException {
        target.writeInt(counts.size());
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            target.writeUTF(count.getKey());
            target.writeLong(count.getValue());
        }
    }

    private static Map<String, Long> readCounts(DataInputView source) throws IOException {
        int size = source.readInt();
        if (size == 0) {
            return Map.of();
        }
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            counts.put(source.readUTF(), source.readLong());
        }
        return counts;
    }

    private static void write(@Nullable LatencySummary latency, DataOutputView target) throws IOException {
        target.writeBoolean(latency != null);
        if (latency != null) {
            target.writeLong(latency.calls());
            target.writeDouble(latency.meanMillis());
            target.writeDouble(latency.p50Millis());
            target.writeDouble(latency.p95Millis());
            target.writeDouble(latency.p99Millis());
            target.writeInt(latency.sketch().length);
            target.write(latency.sketch());
        }
    }

    private static @Nullable LatencySummary readLatency(DataInputView source) throws IOException {
        if (!source.readBoolean()) {
            return null;
        }
        long calls = source.readLong();
        double mean = source.readDouble();
        double p50 = source.readDouble();
        double p95 = source.readDouble();
        double p99 = source.readDouble();
        byte[] sketch = new byte[source.readInt()];
        source.readFully(sketch);
        return new LatencySummary(calls, mean, p50, p95, p99, sketch);
    }

    private static void write(@Nullable String text, DataOutputView target) throws IOException {
        target.writeBoolean(text != null);
        if (text != null) {
            target.writeUTF(text);
        }
    }

    private static @Nullable String readText(DataInputView source) throws IOException {
        return source.readBoolean() ? source.readUTF() : null;
    }

    @Override
    public TypeSerializerSnapshot<StampedRow> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<StampedRow> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
