/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.Links.edges;
import static io.meshobservatory.core.trace.Links.link;
import static io.meshobservatory.core.trace.Links.only;
import static io.meshobservatory.core.trace.Links.to;
import static io.meshobservatory.core.trace.SpanMaker.client;
import static io.meshobservatory.core.trace.SpanMaker.internal;
import static io.meshobservatory.core.trace.SpanMaker.server;
import static io.meshobservatory.core.trace.SpanMaker.service;
import static io.meshobservatory.core.trace.SpanMaker.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What meshes make of a call: sidecars, waypoints and gateways beside applications, and what each of them tells. */
class TraceLinkerMeshTest {
    private static final long MILLI = 1_000_000;
    private static final Node TOPIC = new Node("c1", "-", "orders", NodeKind.MESSAGING);

    @Test
    @DisplayName("four spans of one hop: flags and sizes of the proxies, operation and protocol of the applications")
    void unitesWhatFourTell() {
        Call call = only(
                client("a", 1, 99).operation("GET /x/{id}").bytes(1, 2).outcome(Outcome.FAILED_STATUS),
                client("a", 2, 1)
                        .origin(Origin.SIDECAR)
                        .operation("GET /x/{id}")
                        .bytes(10, 20)
                        .flags("UF"),
                server("b", 3, 2)
                        .origin(Origin.SIDECAR)
                        .bytes(10, 20)
                        .flags("DC")
                        .outcome(Outcome.OK),
                server("b", 4, 3)
                        .protocol("grpc")
                        .operation("shop.Cart/Get")
                        .bytes(3, 4)
                        .outcome(Outcome.FAILED_GRPC)
                        .security(ConnectionSecurity.MUTUAL_TLS));

        assertThat(call.edge().protocol()).isEqualTo("grpc");
        assertThat(call.exchange().operation()).isEqualTo("shop.Cart/Get");
        assertThat(call.exchange().requestBytes()).isEqualTo(10);
        assertThat(call.exchange().responseBytes()).isEqualTo(20);
        assertThat(call.exchange().responseFlags()).isEqualTo("DC,UF");
        assertThat(call.exchange().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(call.outcome()).isEqualTo(Outcome.FAILED_GRPC);
        assertThat(call.evidence()).isEqualTo(Evidence.BOTH_SIDES);
    }

    @Test
    @DisplayName("a waypoint speaks for the callee: with the callee's own span it is one call, timed next to the wire")
    void waypoint() {
        Call call = only(
                client("a", 1, 99).at(0, 30),
                server("b", 2, 1).origin(Origin.WAYPOINT).at(1, 20),
                server("b", 3, 2).at(2, 10));

        assertThat(call.serverNanos()).isEqualTo(19 * MILLI);
        assertThat(call.clientNanos()).isEqualTo(30 * MILLI);
    }

    @Test
    @DisplayName("ambient without instrumented applications: waypoint below waypoint is a call between their services")
    void waypointBelowWaypoint() {
        List<Call> calls = link(
                server("a", 1, 0).origin(Origin.WAYPOINT),
                server("b", 2, 1).origin(Origin.WAYPOINT).at(3, 9));

        assertThat(edges(calls)).containsExactlyInAnyOrder("unknown>a", "a>b");
        assertThat(to("b", calls).clientNanos()).isEqualTo(Call.UNKNOWN_NANOS);
    }

    @Test
    @DisplayName(
            "the caller's gateway cannot know the callee's cluster: a waypoint in another cluster is still its callee")
    void waypointInAnotherCluster() {
        Node gateway = new Node("c2", "infra", "gateway", NodeKind.GATEWAY);
        Node named = new Node("c2", "shop", "b", NodeKind.SERVICE);
        List<Call> calls = link(
                span(SpanKind.CLIENT, gateway, 1, 0).origin(Origin.GATEWAY).peer(named),
                server("b", 2, 1).origin(Origin.WAYPOINT));

        assertThat(edges(calls)).containsExactly("gateway>b");
        assertThat(calls.get(0).evidence()).isEqualTo(Evidence.BOTH_SIDES);
        assertThat(calls.get(0).edge().destination()).isEqualTo(service("b"));
    }

    @Test
    @DisplayName("a gateway between clusters passes connections through: those around it are neighbours")
    void eastWestGateway() {
        Node gateway = new Node("c2", "istio-system", "istio-eastwestgateway", NodeKind.GATEWAY);
        List<Call> calls = link(
                client("a", 1, 99).origin(Origin.SIDECAR),
                span(SpanKind.CLIENT, gateway, 2, 1).origin(Origin.GATEWAY),
                server("b", 3, 2).origin(Origin.SIDECAR));

        assertThat(edges(calls)).containsExactly("a>b");
        assertThat(calls.get(0).evidence()).isEqualTo(Evidence.BOTH_SIDES);
        assertThat(link(span(SpanKind.CLIENT, gateway, 2, 0).origin(Origin.GATEWAY)))
                .as("alone it tells of no call")
                .isEmpty();
    }

    @Test
    @DisplayName("each attempt of a plain Envoy is a call of its own; its server span is only the call to the Envoy")
    void attempts() {
        List<Call> calls = link(
                server("front", 1, 0).origin(Origin.SIDECAR),
                client("front", 2, 1).origin(Origin.SIDECAR).peer(service("b")).flags("UF"),
                client("front", 3, 1).origin(Origin.SIDECAR),
                server("b", 4, 3));

        assertThat(edges(calls)).containsExactlyInAnyOrder("unknown>front", "front>b", "front>b");
        assertThat(calls).extracting(call -> call.exchange().responseFlags()).contains("UF");
    }

    @Test
    @DisplayName("a proxy that calls its own application makes no hop of it")
    void towardsTheOwnApplication() {
        List<Call> calls = link(
                client("a", 1, 99),
                server("b", 2, 1).origin(Origin.SIDECAR).at(1, 9),
                internal("b", 3, 2).origin(Origin.SIDECAR),
                server("b", 4, 3).at(3, 5));

        assertThat(edges(calls)).containsExactly("a>b");
        assertThat(calls.get(0).serverNanos()).isEqualTo(8 * MILLI);
    }

    @Test
    @DisplayName(
            "where the proxy's server span was lost, what is left of the called side still says that a caller is missing")
    void ownApplicationWithoutItsProxy() {
        List<Call> calls = link(internal("b", 3, 2).origin(Origin.SIDECAR), server("b", 4, 3));

        assertThat(calls).extracting(Call::evidence).containsExactly(Evidence.CALLER_MISSING);
    }

    @Test
    @DisplayName("a sidecar's client span at the root: the application lost the context, or began by itself")
    void contextLost() {
        assertThat(only(client("a", 1, 0).origin(Origin.SIDECAR), server("b", 2, 1))
                        .contextLost())
                .isTrue();
        assertThat(only(client("a", 1, 0).origin(Origin.SIDECAR).peer(service("b")))
                        .contextLost())
                .isTrue();
        assertThat(only(client("a", 1, 7).origin(Origin.SIDECAR), server("b", 2, 1))
                        .contextLost())
                .as("lost on its way is not lost by the application")
                .isFalse();
        assertThat(only(client("a", 1, 0), client("a", 2, 1).origin(Origin.SIDECAR), server("b", 3, 2))
                        .contextLost())
                .isFalse();
        assertThat(only(client("a", 1, 0).origin(Origin.GATEWAY), server("b", 2, 1))
                        .contextLost())
                .isFalse();
    }

    @Test
    @DisplayName("a call weighs as much as the lighter of its sides, with or without a client span")
    void weights() {
        long four = 4 * SampleWeight.ONE;
        assertThat(only(client("a", 1, 9).weight(four), server("b", 2, 1)).weight())
                .isEqualTo(SampleWeight.ONE);
        assertThat(only(client("a", 1, 9), server("b", 2, 1).weight(four)).weight())
                .isEqualTo(SampleWeight.ONE);
        assertThat(only(client("a", 1, 9).weight(four)).weight()).isEqualTo(four);
        assertThat(to("b", link(server("a", 1, 0), server("b", 2, 1).weight(four)))
                        .weight())
                .isEqualTo(SampleWeight.ONE);
    }

    @Test
    @DisplayName(
            "what one span of a side does not tell, the other does: the version of the application behind a waypoint")
    void versions() {
        Node waypointed = service("b");
        List<Call> calls = link(
                client("a", 1, 9),
                span(SpanKind.SERVER, waypointed, 2, 1).origin(Origin.WAYPOINT).version("unknown"),
                server("b", 3, 2));

        assertThat(calls).extracting(call -> call.edge().destinationVersion()).containsExactly("v1");
    }

    @Test
    @DisplayName("a consumer that is counted where links lead is no call here, but its children are")
    void linkedElsewhere() {
        List<Call> calls = link(
                span(SpanKind.CONSUMER, service("b"), 1, 0).linkedElsewhere(), client("b", 2, 1), server("c", 3, 2));

        assertThat(edges(calls)).containsExactly("b>c");
    }

    @Test
    @DisplayName("grafted below its producer, a consumer that tells no topic was called by the producer's topic")
    void grafted() {
        List<Call> calls = link(
                span(SpanKind.PRODUCER, service("a"), 1, 9).peer(TOPIC).protocol("kafka"),
                span(SpanKind.CONSUMER, service("b"), 2, 1).protocol(""),
                span(SpanKind.CONSUMER, service("b"), 2, 1).copy(1).protocol(""));

        assertThat(edges(calls)).containsExactlyInAnyOrder("a>orders", "orders>b", "orders>b");
        assertThat(calls).extracting(call -> call.edge().protocol()).containsOnly("kafka");
    }

    @Test
    @DisplayName("a consumer that tells its broker, but not its topic, was called by the producer's topic")
    void onlyTheBroker() {
        Node broker = new Node("c1", "-", "kafka", NodeKind.MESSAGING);
        List<Call> calls = link(
                span(SpanKind.PRODUCER, service("a"), 1, 9).peer(TOPIC).protocol("kafka"),
                span(SpanKind.CONSUMER, service("b"), 2, 1).peer(broker).protocol("kafka"));

        assertThat(edges(calls)).containsExactlyInAnyOrder("a>orders", "orders>b");
        assertThat(edges(link(
                        span(SpanKind.CONSUMER, service("b"), 2, 1).peer(broker).protocol("kafka"))))
                .as("with the producer lost, the broker is all that is known")
                .containsExactly("kafka>b");
    }

    @Test
    @DisplayName("a proxy's word for a host that no registry knows yields to the application's name for it")
    void hostOfPassthrough() {
        Call call = only(
                client("a", 1, 9).peer(Node.external("api.example.com")),
                client("a", 2, 1).origin(Origin.SIDECAR).peer(Node.external("PassthroughCluster")));

        assertThat(call.edge().destination()).isEqualTo(Node.external("api.example.com"));
    }
}
