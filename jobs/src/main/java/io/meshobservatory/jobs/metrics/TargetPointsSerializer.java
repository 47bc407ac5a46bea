/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.metric.MetricPoint;
import io.meshobservatory.core.metric.Reading;
import io.meshobservatory.core.metric.SeriesId;
import io.meshobservatory.core.metric.SeriesMeaning;
import io.meshobservatory.core.metric.TargetIdentity;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.metric.Temporality;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What one request tells of a target, on its way there and while it waits for its time. */
public final class TargetPointsSerializer extends RecordSerializer<TargetPoints> {
    static final TargetPointsSerializer INSTANCE = new TargetPointsSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 2;
    private static final TargetIdentity.Evidence[] EVIDENCE = TargetIdentity.Evidence.values();
    private static final Temporality[] TEMPORALITIES = Temporality.values();
    private static final SeriesMeaning.Quantity[] QUANTITIES = SeriesMeaning.Quantity.values();
    private static final FactKind[] FACT_KINDS = FactKind.values();

    @Override
    public TargetPoints createInstance() {
        return new TargetPoints("", "", Node.external(""), TargetIdentity.UNKNOWN, List.of(), List.of());
    }

    @Override
    public void serialize(TargetPoints value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeUTF(value.target());
        target.writeUTF(value.view());
        DomainIo.write(value.address(), target);
        target.writeByte(value.identity().evidence().ordinal());
        Workload workload = value.identity().workload();
        target.writeBoolean(workload != null);
        if (workload != null) {
            DomainIo.write(workload, target);
        }
        target.writeInt(value.seenNanos().size());
        for (long nanos : value.seenNanos()) {
            target.writeLong(nanos);
        }
        target.writeInt(value.points().size());
        for (MetricPoint point : value.points()) {
            write(point, target);
        }
    }

    @Override
    public TargetPoints deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "points of a target");
        String target = source.readUTF();
        String view = source.readUTF();
        Node address = DomainIo.readNode(source);
        TargetIdentity.Evidence evidence = EVIDENCE[source.readByte()];
        Workload workload = source.readBoolean() ? DomainIo.readWorkload(source) : null;
        int times = source.readInt();
        List<Long> seen = new ArrayList<>(times);
        for (int i = 0; i < times; i++) {
            seen.add(source.readLong());
        }
        int size = source.readInt();
        List<MetricPoint> points = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            points.add(readPoint(source));
        }
        return new TargetPoints(target, view, address, new TargetIdentity(evidence, workload), seen, points);
    }

    private static void write(MetricPoint point, DataOutput out) throws IOException {
        out.writeLong(point.series().high());
        out.writeLong(point.series().low());
        write(point.meaning(), out);
        out.writeByte(point.temporality().ordinal());
        out.writeLong(point.startNanos());
        out.writeLong(point.timeNanos());
        point.reading().write(out);
    }

    private static MetricPoint readPoint(DataInput in) throws IOException {
        SeriesId series = new SeriesId(in.readLong(), in.readLong());
        SeriesMeaning meaning = readMeaning(in);
        return new MetricPoint(
                series, meaning, TEMPORALITIES[in.readByte()], in.readLong(), in.readLong(), Reading.read(in));
    }

    private static void write(SeriesMeaning meaning, DataOutput out) throws IOException {
        out.writeBoolean(meaning instanceof SeriesMeaning.OfEdge);
        if (meaning instanceof SeriesMeaning.OfEdge edge) {
            DomainIo.write(edge.edge(), out);
            DomainIo.write(edge.vantage(), out);
            DomainIo.write(edge.alike(), out);
            out.writeByte(edge.quantity().ordinal());
        } else if (meaning instanceof SeriesMeaning.OfFact fact) {
            out.writeByte(fact.kind().ordinal());
            out.writeUTF(fact.detail());
            DomainIo.writeNullable(fact.node(), out);
            DomainIo.writeNullable(fact.peer(), out);
        }
    }

    private static SeriesMeaning readMeaning(DataInput in) throws IOException {
        if (in.readBoolean()) {
            return new SeriesMeaning.OfEdge(
                    DomainIo.readEdge(in),
                    DomainIo.readVantage(in),
                    DomainIo.readExchange(in),
                    QUANTITIES[in.readByte()]);
        }
        return new SeriesMeaning.OfFact(
                FACT_KINDS[in.readByte()], in.readUTF(), DomainIo.readNullableNode(in), DomainIo.readNullableNode(in));
    }

    @Override
    public TypeSerializerSnapshot<TargetPoints> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TargetPoints> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
