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
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What counts as a call: each scenario is a shape of trace that real senders produce, and why it counts as it does. */
class TraceLinkerTest {
    private static final long MILLI = 1_000_000;
    private static final Node TOPIC = new Node("c1", "-", "orders", NodeKind.MESSAGING);

    @Test
    @DisplayName("a client span and its server child are one call: latency of both, end of the client, sizes of either")
    void clientAndServer() {
        Call call = only(
                client("a", 1, 0).at(0, 12).bytes(7, -1).principals("spiffe://a", ""),
                server("b", 2, 1)
                        .at(1, 10)
                        .protocol("grpc")
                        .bytes(-1, 9)
                        .principals("", "spiffe://b")
                        .outcome(Outcome.OK));

        assertThat(call)
                .isEqualTo(new Call(
                        SpanMaker.TRACE,
                        2,
                        0,
                        Evidence.BOTH_SIDES,
                        new Edge(service("a"), "v1", service("b"), "v1", "grpc"),
                        SampleWeight.ONE,
                        SpanMaker.BASE_NANOS + 12 * MILLI,
                        12 * MILLI,
                        9 * MILLI,
                        false,
                        new Exchange(
                                Outcome.OK, "", 7, 9, "", "", ConnectionSecurity.UNKNOWN, "spiffe://a", "spiffe://b")));
    }

    @Test
    @DisplayName("a server span under another service's server span is a call: not every caller makes client spans")
    void serverToServer() {
        List<Call> calls = link(server("a", 1, 0).at(0, 20), server("b", 2, 1).at(5, 9));

        assertThat(edges(calls)).containsExactlyInAnyOrder("unknown>a", "a>b");
        Call call = to("b", calls);
        assertThat(call.clientNanos()).as("no client measured it").isEqualTo(Call.UNKNOWN_NANOS);
        assertThat(call.serverNanos()).isEqualTo(4 * MILLI);
        assertThat(call.endNanos()).isEqualTo(SpanMaker.BASE_NANOS + 9 * MILLI);
    }

    @Test
    @DisplayName(
            "a client span under another service's client span is a call: a proxy may report only its outgoing side")
    void clientToClient() {
        Node database = new Node("c1", "shop", "db", NodeKind.DATABASE);
        List<Call> calls = link(client("a", 1, 0), client("b", 2, 1).peer(database));

        assertThat(edges(calls)).containsExactlyInAnyOrder("a>b", "b>db");
    }

    @Test
    @DisplayName("an INTERNAL span under a span of another service is a call: the parentage says so, whatever the kind")
    void internalChildElsewhere() {
        assertThat(edges(link(client("a", 1, 0), internal("b", 2, 1)))).containsExactly("a>b");
    }

    @Test
    @DisplayName("one client span with several servers is as many calls: fan-out, hedging and proxies' retries")
    void fanOut() {
        assertThat(edges(link(client("a", 1, 0), server("b", 2, 1), server("b", 3, 1), server("c", 4, 1))))
                .containsExactlyInAnyOrder("a>b", "a>b", "a>c");
    }

    @Test
    @DisplayName("retries are sibling client spans: each is a call, also the one that nobody answered")
    void retries() {
        List<Call> calls = link(
                server("a", 1, 0),
                client("a", 2, 1).peer(service("b")).outcome(Outcome.FAILED_NO_RESPONSE),
                client("a", 3, 1).outcome(Outcome.OK),
                server("b", 4, 3).outcome(Outcome.OK));

        assertThat(edges(calls)).containsExactlyInAnyOrder("unknown>a", "a>b", "a>b");
        assertThat(calls).filteredOn(call -> call.outcome().isFailure()).hasSize(1);
    }

    @Test
    @DisplayName("application and sidecar on both sides describe one call, measured by the two spans next to the wire")
    void fourSpanHop() {
        List<Call> calls = link(
                server("a", 9, 0),
                client("a", 1, 9).at(0, 40),
                client("a", 2, 1).at(1, 30),
                server("b", 3, 2).at(2, 20),
                server("b", 4, 3).at(3, 10));

        assertThat(edges(calls)).containsExactlyInAnyOrder("unknown>a", "a>b");
        Call call = to("b", calls);
        assertThat(call.clientNanos()).isEqualTo(29 * MILLI);
        assertThat(call.serverNanos()).isEqualTo(18 * MILLI);
        assertThat(call.endNanos()).isEqualTo(SpanMaker.BASE_NANOS + 30 * MILLI);
    }

    @Test
    @DisplayName("applications that only forward headers: the parent of a client sidecar's span is a server sidecar's")
    void sidecarsOnly() {
        assertThat(edges(link(
                        span(SpanKind.SERVER, gateway(), 1, 0),
                        server("productpage", 2, 1),
                        client("productpage", 3, 2),
                        server("details", 4, 3),
                        client("productpage", 5, 2),
                        server("reviews", 6, 5),
                        client("reviews", 7, 6),
                        server("ratings", 8, 7))))
                .containsExactlyInAnyOrder(
                        "unknown>gateway",
                        "gateway>productpage",
                        "productpage>details",
                        "productpage>reviews",
                        "reviews>ratings");
    }

    @Test
    @DisplayName("a gateway's server span with the router's client span below is one node, not a call to itself")
    void gatewayWithRouterSpan() {
        List<Call> calls = link(
                span(SpanKind.SERVER, gateway(), 1, 0).peer(Node.external("internet")),
                span(SpanKind.CLIENT, gateway(), 2, 1),
                server("shop", 3, 2));

        assertThat(edges(calls)).containsExactlyInAnyOrder("internet>gateway", "gateway>shop");
        assertThat(to("shop", calls).clientNanos()).isEqualTo(10 * MILLI);
    }

    @Test
    @DisplayName("a client span that nobody answers calls the peer that it names, else somebody unknown")
    void unanswered() {
        Node peer = Node.external("api.example.com");
        Call named = only(client("a", 1, 0).peer(peer));
        Call unnamed = only(client("a", 1, 0).protocol(""));

        assertThat(named.edge().destination()).isEqualTo(peer);
        assertThat(named.evidence()).isEqualTo(Evidence.CALLER_ONLY);
        assertThat(named.serverNanos()).isEqualTo(Call.UNKNOWN_NANOS);
        assertThat(unnamed.edge().destination()).isEqualTo(new Node("c1", "unknown", "unknown", NodeKind.UNKNOWN));
        assertThat(unnamed.edge().protocol()).isEqualTo("unknown");
    }

    @Test
    @DisplayName("a server span without parent was called by somebody without telemetry: that is certain at once")
    void serverWithoutParent() {
        Call call = only(server("a", 1, 0));

        assertThat(call.evidence()).isEqualTo(Evidence.CALLEE_ONLY);
        assertThat(call.edge().source()).isEqualTo(new Node("c1", "unknown", "unknown", NodeKind.UNKNOWN));
        assertThat(call.clientNanos()).isEqualTo(Call.UNKNOWN_NANOS);
    }

    @Test
    @DisplayName("a server span whose parent is not there may yet get it: the evidence says so")
    void serverWithMissingParent() {
        assertThat(only(server("a", 1, 77)).evidence()).isEqualTo(Evidence.CALLER_MISSING);
    }

    @Test
    @DisplayName("INTERNAL spans between server and client, and between nested clients, hide nothing and count nothing")
    void internalBetween() {
        List<Call> calls = link(
                server("a", 1, 0),
                internal("a", 2, 1),
                client("a", 3, 2).at(0, 30),
                internal("a", 4, 3),
                client("a", 5, 4).at(1, 20),
                server("b", 6, 5));

        assertThat(edges(calls)).containsExactlyInAnyOrder("unknown>a", "a>b");
        assertThat(to("b", calls).clientNanos()).isEqualTo(19 * MILLI);
    }

    @Test
    @DisplayName("an INTERNAL span between the client span and the other service: the client span measured the call")
    void internalBelowClient() {
        Call call = only(
                client("a", 1, 0).at(0, 30).outcome(Outcome.OK).flags("UC"),
                internal("a", 2, 1).at(1, 2),
                server("b", 3, 2));

        assertThat(call.clientNanos()).isEqualTo(30 * MILLI);
        assertThat(call.endNanos()).isEqualTo(SpanMaker.BASE_NANOS + 30 * MILLI);
        assertThat(call.outcome()).isEqualTo(Outcome.OK);
        assertThat(call.exchange().responseFlags()).isEqualTo("UC");
    }

    @Test
    @DisplayName("nested client spans of one service (library over driver) are one call to the database")
    void nestedClients() {
        Node database = new Node("c1", "shop", "db", NodeKind.DATABASE);
        Call call = only(
                client("a", 1, 0).at(0, 9).peer(database).protocol("postgresql"),
                client("a", 2, 1).at(1, 5).peer(database).protocol("postgresql"));

        assertThat(call.edge().destination()).isEqualTo(database);
        assertThat(call.edge().protocol()).isEqualTo("postgresql");
        assertThat(call.clientNanos()).as("the lower one").isEqualTo(4 * MILLI);
    }

    @Test
    @DisplayName("a message passes through its topic: producer to topic, topic to consumer, never producer to consumer")
    void messaging() {
        List<Call> calls = link(
                span(SpanKind.PRODUCER, service("a"), 1, 0).peer(TOPIC).protocol("kafka"),
                span(SpanKind.CONSUMER, service("b"), 2, 1).peer(TOPIC).protocol("kafka"),
                span(SpanKind.CONSUMER, service("c"), 3, 1).protocol("kafka"));

        assertThat(edges(calls)).containsExactlyInAnyOrder("a>orders", "orders>b", "orders>c");
    }

    @Test
    @DisplayName("receiving and processing one message are two consumer spans of one delivery: the lower one counts")
    void receiveAndProcess() {
        List<Call> calls = link(
                span(SpanKind.CONSUMER, service("b"), 1, 0).peer(TOPIC).at(0, 9),
                span(SpanKind.CONSUMER, service("b"), 2, 1).peer(TOPIC).at(1, 5),
                span(SpanKind.CONSUMER, service("b"), 3, 1).peer(TOPIC).at(5, 8));

        assertThat(edges(calls)).containsExactly("orders>b", "orders>b");
    }

    @Test
    @DisplayName("a consumer whose producer is missing needs no patience: its broker is the caller anyway")
    void consumerWithMissingProducer() {
        Call call = only(span(SpanKind.CONSUMER, service("b"), 2, 1).peer(TOPIC));

        assertThat(call.evidence()).isEqualTo(Evidence.CALLEE_ONLY);
        assertThat(call.edge().source()).isEqualTo(TOPIC);
    }

    @Test
    @DisplayName("B3: both sides of a call share one span id, and the children of that id belong to the server side")
    void sharedSpanId() {
        List<Call> calls = link(
                client("a", 1, 0).at(0, 20),
                server("b", 1, 0).at(2, 18),
                client("b", 2, 1).at(3, 10),
                server("c", 2, 1).at(4, 9),
                internal("d", 3, 1).at(5, 6));

        assertThat(edges(calls)).containsExactlyInAnyOrder("a>b", "b>c", "b>d");
        assertThat(to("b", calls).clientNanos()).isEqualTo(20 * MILLI);
    }

    @Test
    @DisplayName(
            "one replica calls another of its service: a call of the service to itself, counted once with sidecars too")
    void selfCall() {
        assertThat(edges(link(client("a", 1, 0), server("a", 2, 1)))).containsExactly("a>a");
        assertThat(edges(link(client("a", 1, 0), client("a", 2, 1), server("a", 3, 2), server("a", 4, 3))))
                .containsExactly("a>a");
    }

    @Test
    @DisplayName("parent pointers in a circle come from broken senders: the walk ends, and the calls are still found")
    void cycles() {
        assertThat(edges(link(client("a", 1, 2), server("b", 2, 1)))).containsExactlyInAnyOrder("a>b", "b>a");
        assertThat(edges(link(client("a", 1, 3), client("a", 2, 1), client("a", 3, 2))))
                .as("every one stands above another: none is next to a wire")
                .isEmpty();
        assertThat(edges(link(internal("a", 1, 2), internal("a", 2, 1), server("b", 3, 2))))
                .containsExactly("a>b");
    }

    @Test
    @DisplayName("a span that names itself as parent has none")
    void ownParent() {
        assertThat(only(server("a", 1, 1)).evidence()).isEqualTo(Evidence.CALLER_MISSING);
        assertThat(edges(link(client("a", 1, 1), server("b", 2, 1)))).containsExactly("a>b");
    }

    @Test
    @DisplayName("no spans, no calls")
    void empty() {
        assertThat(TraceLinker.link(List.of())).isEmpty();
    }

    private static Node gateway() {
        return new Node("c1", "infra", "gateway", NodeKind.GATEWAY);
    }
}
