/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static io.meshobservatory.jobs.identity.Deltas.START;
import static io.meshobservatory.jobs.identity.Deltas.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.identity.NameUse;
import io.meshobservatory.core.telemetry.Workload;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.PackedStats;
import io.meshobservatory.jobs.facts.FactTypes;
import io.meshobservatory.jobs.serialization.Types;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SerializersTest {
    private static final Workload CART = new Workload(service("cart"), "v1");

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(IdentityTypes.ALIAS, new Alias(Alias.ofAddress("c1", "fd00::1"), CART, START)),
                Arguments.of(
                        IdentityTypes.SUM_KEY,
                        new SumKey(
                                new Edge(service("a"), "v1", service("b"), "v2", "grpc"),
                                START,
                                Vantage.METRICS_WAYPOINT)),
                Arguments.of(
                        IdentityTypes.EDGE_PLACE,
                        new EdgePlace(new Edge(service("a"), "v1", service("b"), "v2", "grpc"), Vantage.LOGS_SOURCE)),
                Arguments.of(
                        IdentityTypes.HELD_WINDOWS,
                        HeldWindows.of(START, PackedStats.of(new EdgeStats()))
                                .plus(-START, PackedStats.of(new EdgeStats()))),
                Arguments.of(IdentityTypes.REFUSED_NAME, new RefusedName(START, service("a"), "v1")),
                Arguments.of(Types.PACKED_STATS, PackedStats.of(new EdgeStats())),
                Arguments.of(IdentityTypes.GIVEN_NAME, GivenName.NOT_YET),
                Arguments.of(IdentityTypes.GIVEN_NAME, new GivenName(true, CART)),
                Arguments.of(IdentityTypes.NAME_USE, new NameUse(7, Map.of("v1", 3L, "v2", -4L))),
                Arguments.of(
                        FactTypes.FACT, new Fact(service("a"), null, FactKind.UNUSABLE_METRIC_POINTS, "", START, 0.25)),
                Arguments.of(FactTypes.FACT, new Fact(service("a"), service("b"), FactKind.RATE_LIMITED, "x", -1, -2)));
    }

    @ParameterizedTest
    @MethodSource("values")
    @DisplayName("A value comes back as it was; another format is refused")
    <T> void comesBackAsItWas(TypeInformation<T> type, T value) throws IOException {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        byte[] bytes = bytes(serializer, value);

        assertThat(serializer.deserialize(new DataInputDeserializer(bytes))).isEqualTo(value);
        assertThat(bytes(serializer, serializer.createInstance())).isNotEmpty();
        bytes[0] = 99;
        assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in format 99 (expected: 1)");
    }

    /** The heap backend copies states that change while a checkpoint is written. */
    @Test
    @DisplayName("Copies of states that change share nothing")
    void copiesShareNothing() {
        AliasHistory history = new AliasHistory();
        AliasHistory copied = serializer(IdentityTypes.ALIAS_HISTORY).copy(history);
        copied.add(CART, START);

        assertThat(history.owner(Alias.ofAddress("c", "10.0.0.1"), START, 0)).isNull();
        assertThat(copied.owner(Alias.ofAddress("c", "10.0.0.1"), START, 0)).isEqualTo(CART);
    }

    private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        assertThat(serializer.isImmutableType()).isFalse();
        return serializer;
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }
}
