/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A change of a call, on its way to the sums. */
public final class CallChangeSerializer extends RecordSerializer<CallChange> {
    static final CallChangeSerializer INSTANCE = new CallChangeSerializer();

    private static final long serialVersionUID = 1L;
    private static final byte FORMAT = 2;
    private static final CallChange EMPTY = new CallChange(
            new Call(
                    new TraceId(0, 0),
                    0,
                    0,
                    Call.Evidence.BOTH_SIDES,
                    new Edge(Node.external(""), "", Node.external(""), "", ""),
                    SampleWeight.ONE,
                    0,
                    Call.UNKNOWN_NANOS,
                    Call.UNKNOWN_NANOS,
                    false,
                    Exchange.NOTHING),
            Vantage.TRACES,
            false);

    @Override
    public CallChange createInstance() {
        return EMPTY;
    }

    @Override
    public void serialize(CallChange value, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        DomainIo.write(value.call(), target);
        DomainIo.write(value.vantage(), target);
        target.writeBoolean(value.withdrawn());
    }

    @Override
    public CallChange deserialize(DataInputView source) throws IOException {
        requireFormat(source.readByte(), FORMAT, "call change");
        return new CallChange(DomainIo.readCall(source), DomainIo.readVantage(source), source.readBoolean());
    }

    @Override
    public TypeSerializerSnapshot<CallChange> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint says of this serializer. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CallChange> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
