/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.Links.edges;
import static io.meshobservatory.core.trace.Links.link;
import static io.meshobservatory.core.trace.Links.only;
import static io.meshobservatory.core.trace.SpanMaker.client;
import static io.meshobservatory.core.trace.SpanMaker.internal;
import static io.meshobservatory.core.trace.SpanMaker.server;
import static io.meshobservatory.core.trace.SpanMaker.service;
import static io.meshobservatory.core.trace.SpanMaker.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How what several spans tell of one service and of one call is made one: identities, copies, outcomes, flags, sizes. */
class TraceLinkerSidesTest {
    private static final long MILLI = 1_000_000;

    @Test
    @DisplayName("an application that tells no cluster or namespace is the same service as the sidecar beside it")
    void identities() {
        Node bare = new Node("unknown", "unknown", "b", NodeKind.SERVICE);
        Node half = new Node("unknown", "shop", "b", NodeKind.SERVICE);
        List<Call> calls = link(
                client("a", 1, 0),
                server("b", 2, 1),
                span(SpanKind.SERVER, bare, 3, 2),
                span(SpanKind.CLIENT, half, 4, 3),
                client("b", 5, 4).peer(Node.external("x.example")));

        assertThat(edges(calls)).containsExactlyInAnyOrder("a>b", "b>x.example");
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.edge().source().cluster()).isEqualTo("c1"));
    }

    @Test
    @DisplayName("a bare name that two namespaces of the trace could mean is neither: a guess would merge strangers")
    void ambiguousIdentity() {
        Node bare = new Node("unknown", "unknown", "b", NodeKind.SERVICE);
        Node other = new Node("c1", "test", "b", NodeKind.SERVICE);
        List<Call> calls =
                link(server("b", 1, 0), span(SpanKind.SERVER, other, 2, 0), span(SpanKind.INTERNAL, bare, 3, 1));

        assertThat(calls).extracting(call -> call.edge().destination()).contains(bare);
    }

    @Test
    @DisplayName("two half-told names that one full name covers are that one, in whatever order they are met")
    void halfToldIdentities() {
        Node bare = new Node("unknown", "unknown", "b", NodeKind.SERVICE);
        List<Span> spans = new ArrayList<>(List.of(
                span(SpanKind.SERVER, bare, 1, 0).make(),
                span(SpanKind.INTERNAL, new Node("unknown", "shop", "b", NodeKind.SERVICE), 2, 1)
                        .make(),
                span(SpanKind.INTERNAL, new Node("c1", "unknown", "b", NodeKind.SERVICE), 3, 1)
                        .make(),
                internal("b", 4, 1).make()));
        Random random = new Random(3);
        for (int round = 0; round < 24; round++) {
            Collections.shuffle(spans, random);
            List<Call> calls = TraceLinker.link(spans);
            assertThat(calls).hasSize(1);
            assertThat(calls.get(0).edge().destination()).isEqualTo(service("b"));
        }
    }

    @Test
    @DisplayName("spans that an exporter recorded twice are two calls, linked copy to copy")
    void copies() {
        List<Call> calls = link(
                client("a", 1, 0).at(0, 10),
                client("a", 1, 0).at(100, 130).copy(1),
                server("b", 2, 1).at(1, 9),
                server("b", 2, 1).at(101, 129).copy(1));

        assertThat(edges(calls)).containsExactly("a>b", "a>b");
        assertThat(calls).extracting(Call::clientNanos).containsExactlyInAnyOrder(10 * MILLI, 30 * MILLI);
    }

    @Test
    @DisplayName("a client marks 404 as ERROR by convention: with the server's 404 known, it is a refusal, no failure")
    void statusErrorYields() {
        assertThat(outcome(Outcome.FAILED_STATUS, Outcome.REJECTED_HTTP_4XX)).isEqualTo(Outcome.REJECTED_HTTP_4XX);
        assertThat(outcome(Outcome.FAILED_STATUS, Outcome.UNSET)).isEqualTo(Outcome.FAILED_STATUS);
    }

    @Test
    @DisplayName(
            "the client's proxy made a 503 of an answer that got lost: the call failed, though the server says 200")
    void graverSideCounts() {
        assertThat(outcome(Outcome.FAILED_HTTP_5XX, Outcome.OK)).isEqualTo(Outcome.FAILED_HTTP_5XX);
        assertThat(outcome(Outcome.OK, Outcome.FAILED_GRPC)).isEqualTo(Outcome.FAILED_GRPC);
    }

    @Test
    @DisplayName("an injected fault outweighs all else: the failure is the experiment's, not the callee's")
    void injectedFault() {
        assertThat(outcome(Outcome.FAULT_INJECTED, Outcome.FAILED_HTTP_5XX)).isEqualTo(Outcome.FAULT_INJECTED);
    }

    @Test
    @DisplayName("response flags of both sides are united, sorted, each once")
    void flagsUnited() {
        assertThat(only(client("a", 1, 0).flags("URX,UF"), server("b", 2, 1).flags("UF,DC"))
                        .exchange()
                        .responseFlags())
                .isEqualTo("DC,UF,URX");
        assertThat(only(client("a", 1, 0).flags("URX,UF,,UF"), server("b", 2, 1))
                        .exchange()
                        .responseFlags())
                .isEqualTo("UF,URX");
        assertThat(only(client("a", 1, 0), server("b", 2, 1).flags("UH,UF"))
                        .exchange()
                        .responseFlags())
                .isEqualTo("UF,UH");
    }

    @Test
    @DisplayName("the callee knows the sizes best; the caller's serve where it tells none")
    void sizes() {
        Call call = only(client("a", 1, 0).bytes(5, 6), server("b", 2, 1).bytes(-1, 60));

        assertThat(call.exchange().requestBytes()).isEqualTo(5);
        assertThat(call.exchange().responseBytes()).isEqualTo(60);
    }

    @Test
    @DisplayName("spans with one id and the same start (broken generators) link the same in every order")
    void orderDoesNotMatter() {
        List<Span> spans = new ArrayList<>(List.of(
                client("a", 1, 0).make(),
                client("b", 1, 0).make(),
                server("c", 1, 0).make(),
                server("d", 1, 0).make(),
                internal("e", 2, 1).make(),
                client("f", 3, 2).make()));
        List<Call> expected = TraceLinker.link(spans);
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(spans, random);
            assertThat(TraceLinker.link(spans)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static Outcome outcome(Outcome client, Outcome server) {
        return only(client("a", 1, 0).outcome(client), server("b", 2, 1).outcome(server))
                .outcome();
    }
}
