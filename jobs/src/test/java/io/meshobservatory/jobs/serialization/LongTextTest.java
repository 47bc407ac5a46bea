/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.logs.AccessEntry;
import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedReason;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactWindow;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.EdgeWindows;
import io.meshobservatory.jobs.facts.FactSerializer;
import io.meshobservatory.jobs.facts.FactWindowSerializer;
import io.meshobservatory.jobs.identity.AliasHistorySerializer;
import io.meshobservatory.jobs.identity.AliasSerializer;
import io.meshobservatory.jobs.identity.GivenName;
import io.meshobservatory.jobs.identity.GivenNameSerializer;
import io.meshobservatory.jobs.identity.RefusedName;
import io.meshobservatory.jobs.identity.RefusedNameSerializer;
import io.meshobservatory.jobs.identity.SumKey;
import io.meshobservatory.jobs.identity.SumKeySerializer;
import io.meshobservatory.jobs.logs.LogLineSerializer;
import io.meshobservatory.jobs.logs.UnparsedLineSerializer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A text that no state can hold would stop the job for ever: it would fail on the same record after each restart. */
@DisplayName("Text of whatever length")
class LongTextTest {
    /** More than the 65,535 bytes of {@code writeUTF}, with two and four bytes for each character. */
    private static final String LONG = "\u00fc\ud83d\ude00".repeat(24_000);

    private static final Node NODE = new Node(LONG, LONG, LONG, NodeKind.SERVICE);
    private static final Workload WORKLOAD = new Workload(NODE, LONG);
    private static final Edge EDGE = new Edge(NODE, LONG, NODE, LONG, LONG);
    private static final TraceId TRACE = new TraceId(1, 2);
    private static final Exchange EXCHANGE =
            new Exchange(Outcome.OK, LONG, 1, 1, LONG, LONG, ConnectionSecurity.UNKNOWN, LONG, LONG);
    private static final Call CALL =
            new Call(TRACE, 1, 0, Call.Evidence.BOTH_SIDES, EDGE, SampleWeight.ONE, 1_000_000, 1, 1, false, EXCHANGE);
    private static final Fact FACT = new Fact(NODE, NODE, FactKind.RBAC_DENIED, LONG, 1, 1);
    private static final Alias ALIAS = new Alias(Alias.ofAddress(LONG, LONG), WORKLOAD, 1);
    private static final UnparsedLine LINE =
            new UnparsedLine(new LineId(1, 2), LONG, UnparsedReason.UNKNOWN_FORMAT, 1, NODE, LONG);

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(new NodeSerializer(), NODE),
                Arguments.of(new RelationSerializer(), new Relation(NODE, NODE, LONG)),
                Arguments.of(new CallChangeSerializer(), new CallChange(CALL, Vantage.TRACES, false)),
                Arguments.of(new AliasSerializer(), ALIAS),
                Arguments.of(new GivenNameSerializer(), new GivenName(true, WORKLOAD)),
                Arguments.of(new RefusedNameSerializer(), new RefusedName(1, NODE, LONG)),
                Arguments.of(new SumKeySerializer(), new SumKey(EDGE, 1, Vantage.TRACES)),
                Arguments.of(new FactSerializer(), FACT),
                Arguments.of(new UnparsedLineSerializer(), LINE),
                Arguments.of(new LogLineSerializer(), LINE),
                Arguments.of(
                        new LogLineSerializer(),
                        new AccessEntry(new LineId(1, 2), CALL, Vantage.LOGS_SOURCE, List.of(FACT), List.of(ALIAS))));
    }

    @ParameterizedTest
    @MethodSource("values")
    @DisplayName("comes back from the bytes as it was kept")
    <T> void comesBack(TypeSerializer<T> serializer, T value) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes(serializer, value));

        assertThat(serializer.deserialize(in)).isEqualTo(value);
        assertThat(in.available()).isZero();
    }

    @Test
    @DisplayName("fits the states that add up values, too")
    void fitsStates() throws IOException {
        EdgeStats stats = new EdgeStats();
        stats.add(CALL);
        EdgeWindows windows = new EdgeWindows();
        windows.merge(0, new Versions(LONG, LONG), Vantage.TRACES, stats);
        FactWindow facts = new FactWindow();
        facts.add(FACT);
        AliasHistory aliases = new AliasHistory();
        aliases.add(WORKLOAD, 1);

        assertReread(new EdgeDeltaSerializer(), new EdgeDelta(EDGE, 0, Vantage.TRACES, stats));
        assertReread(new EdgeWindowsSerializer(), windows);
        assertReread(new FactWindowSerializer(), facts);
        assertReread(new AliasHistorySerializer(), aliases);
    }

    @Test
    @DisplayName("of a dropped span is cut, so that its record fits any queue")
    void droppedSpans() {
        DroppedSpan span = new DroppedSpan(DropReason.TOO_LATE, "f".repeat(70_000), "e".repeat(70_000), LONG, 1);

        assertThat(span.traceId()).hasSize(64);
        assertThat(span.spanId()).hasSize(64);
        assertThat(span.service().length()).isLessThanOrEqualTo(253);
    }

    private static <T> void assertReread(TypeSerializer<T> serializer, T value) throws IOException {
        byte[] bytes = bytes(serializer, value);
        assertThat(bytes(serializer, serializer.deserialize(new DataInputDeserializer(bytes))))
                .isEqualTo(bytes);
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }
}
