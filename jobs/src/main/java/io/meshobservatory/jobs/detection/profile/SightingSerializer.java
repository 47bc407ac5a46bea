/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.serialization.DomainIo;
import io.meshobservatory.jobs.serialization.RecordSerializer;
import io.meshobservatory.models.profile.DisplacedPrincipal;
import io.meshobservatory.models.profile.EdgeMinute;
import io.meshobservatory.models.profile.Prevalence;
import io.meshobservatory.models.profile.Sighted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What was seen of a node, on its way to it. */
public final class SightingSerializer extends RecordSerializer<Sighting> {
    static final SightingSerializer INSTANCE = new SightingSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 1;
    private static final Sighting.Role[] ROLES = Sighting.Role.values();
    private static final FactKind[] KINDS = FactKind.values();

    @Override
    public Sighting createInstance() {
        return Sighting.fact(new FactRow(0, Node.external(""), null, KINDS[0], "", 0), 0);
    }

    @Override
    public void serialize(Sighting value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        target.writeByte(value.role().ordinal());
        if (value.sighted() != null) {
            value.sighted().edge().write(target);
            write(value.sighted().prevalence(), target);
        }
        FactRow fact = value.fact();
        if (fact != null) {
            target.writeLong(value.emittedMillis());
            target.writeLong(fact.windowStartMillis());
            DomainIo.write(fact.node(), target);
            DomainIo.writeNullable(fact.peer(), target);
            target.writeByte(fact.kind().ordinal());
            target.writeUTF(fact.detail());
            target.writeDouble(fact.value());
        }
    }

    @Override
    public Sighting deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "sighting");
        return switch (ROLES[source.readByte()]) {
            case OUTBOUND -> Sighting.outbound(new Sighted(EdgeMinute.read(source), readPrevalence(source)));
            case INBOUND -> Sighting.inbound(new Sighted(EdgeMinute.read(source), readPrevalence(source)));
            case FACT -> readFact(source);
        };
    }

    private static Sighting readFact(DataInputView source) throws IOException {
        long emittedMillis = source.readLong();
        return Sighting.fact(
                new FactRow(
                        source.readLong(),
                        DomainIo.readNode(source),
                        DomainIo.readNullableNode(source),
                        KINDS[source.readByte()],
                        source.readUTF(),
                        source.readDouble()),
                emittedMillis);
    }

    private static void write(Prevalence prevalence, DataOutputView target) throws IOException {
        target.writeInt(prevalence.sources());
        target.writeLong(prevalence.firstSeenMillis());
        target.writeDouble(prevalence.peerBytesPerMinute());
        target.writeDouble(prevalence.peerBytesScale());
        target.writeDouble(prevalence.callsPerMinute());
        target.writeInt(prevalence.displaced().size());
        for (DisplacedPrincipal displaced : prevalence.displaced()) {
            target.writeUTF(displaced.principal());
            DomainIo.write(displaced.source(), target);
            target.writeInt(displaced.homeMinutes());
        }
    }

    private static Prevalence readPrevalence(DataInputView source) throws IOException {
        int sources = source.readInt();
        long firstSeenMillis = source.readLong();
        double bytesPerMinute = source.readDouble();
        double bytesScale = source.readDouble();
        double callsPerMinute = source.readDouble();
        int count = source.readInt();
        List<DisplacedPrincipal> displaced = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            displaced.add(new DisplacedPrincipal(source.readUTF(), DomainIo.readNode(source), source.readInt()));
        }
        return new Prevalence(sources, firstSeenMillis, bytesPerMinute, bytesScale, callsPerMinute, displaced);
    }

    @Override
    public TypeSerializerSnapshot<Sighting> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Sighting> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
