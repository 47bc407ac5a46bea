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
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Applications that call themselves otherwise than the sidecars beside them do. */
class PodsTest {
    @Test
    @DisplayName("an application takes its sidecar's name on both sides of a call: one call, not three")
    void bothSides() {
        Call call = only(
                client("frontend-svc", 1, 0).at(0, 40).peer(service("cart")),
                client("frontend", 2, 1).at(1, 30).origin(Origin.OUTBOUND_SIDECAR),
                server("cart", 3, 2).at(2, 20).origin(Origin.INBOUND_SIDECAR),
                server("cart-svc", 4, 3).at(3, 10).operation("GET /cart/{id}"));

        assertThat(call.edge().source()).isEqualTo(service("frontend"));
        assertThat(call.edge().destination()).isEqualTo(service("cart"));
        assertThat(call.evidence()).isEqualTo(Evidence.BOTH_SIDES);
        assertThat(call.clientNanos()).isEqualTo(29_000_000);
        assertThat(call.serverNanos()).isEqualTo(18_000_000);
        assertThat(call.exchange().operation()).isEqualTo("GET /cart/{id}");
    }

    @Test
    @DisplayName("the name holds in all of the trace: for other client spans, and for who names the application")
    void wholeTrace() {
        assertThat(edges(link(
                        client("a", 1, 0),
                        server("cart", 2, 1).origin(Origin.INBOUND_SIDECAR),
                        server("cart-svc", 3, 2),
                        client("cart-svc", 4, 3).peer(service("db")),
                        client("cart-svc", 5, 99).peer(service("db")),
                        client("b", 6, 98).peer(new Node("c1", "unknown", "cart-svc", NodeKind.UNKNOWN)))))
                .containsExactlyInAnyOrder("a>cart", "cart>db", "cart>db", "b>cart");
    }

    @Test
    @DisplayName("the spans by which a proxy tells of its own application stand between the two")
    void internalSpansInBetween() {
        assertThat(edges(link(
                        client("frontend-svc", 1, 0),
                        internal("frontend", 2, 1).origin(Origin.OUTBOUND_SIDECAR),
                        client("frontend", 3, 2).origin(Origin.OUTBOUND_SIDECAR),
                        server("cart", 4, 3).origin(Origin.INBOUND_SIDECAR),
                        internal("cart", 5, 4).origin(Origin.INBOUND_SIDECAR),
                        server("cart-svc", 6, 5))))
                .containsExactly("frontend>cart");
    }

    @Test
    @DisplayName("a proxy of which nobody knows where it stands is a hop of its own")
    void plainProxy() {
        assertThat(edges(link(
                        client("web", 1, 0),
                        server("front-envoy", 2, 1).origin(Origin.SIDECAR),
                        client("front-envoy", 3, 2).origin(Origin.SIDECAR),
                        server("cart", 4, 3))))
                .containsExactlyInAnyOrder("web>front-envoy", "front-envoy>cart");
        assertThat(edges(link(
                        client("web", 1, 0), server("front-envoy", 2, 1).origin(Origin.SIDECAR), server("cart", 3, 2))))
                .containsExactlyInAnyOrder("web>front-envoy", "front-envoy>cart");
    }

    @Test
    @DisplayName("an application that has a sidecar of its own name keeps that name")
    void ownSidecar() {
        // the application of a passed the headers on, and of the spans in between none is left
        assertThat(edges(link(
                        server("a", 1, 9).origin(Origin.INBOUND_SIDECAR),
                        server("b", 2, 1),
                        client("b", 3, 2).origin(Origin.OUTBOUND_SIDECAR),
                        server("c", 4, 3))))
                .containsExactlyInAnyOrder("unknown>a", "a>b", "b>c");
    }

    @Test
    @DisplayName("a client that calls the service of the sidecar below it is that one's caller, not its application")
    void callerOfTheSidecar() {
        assertThat(edges(link(
                        client("a", 1, 0).peer(new Node("c1", "unknown", "b", NodeKind.UNKNOWN)),
                        client("b", 2, 1).origin(Origin.OUTBOUND_SIDECAR),
                        server("c", 3, 2))))
                .containsExactlyInAnyOrder("a>b", "b>c");
    }

    @Test
    @DisplayName(
            "where sidecars have applications of one name, each span takes that of the sidecar next to or above it")
    void sharedNames() {
        for (String shared : List.of("app", "unknown_service:java", "unknown")) {
            List<Call> calls = link(
                    client(shared, 1, 0),
                    client("frontend", 2, 1).origin(Origin.OUTBOUND_SIDECAR),
                    server("cart", 3, 2).origin(Origin.INBOUND_SIDECAR),
                    server(shared, 4, 3),
                    internal(shared, 5, 4),
                    client(shared, 6, 5).peer(Node.external("x.org")));

            assertThat(edges(calls)).as(shared).containsExactlyInAnyOrder("frontend>cart", "cart>x.org");
            assertThat(to("x.org", calls).edge().source()).isEqualTo(service("cart"));
        }
    }

    @Test
    @DisplayName("a name that any application may have is nobody's elsewhere in the trace")
    void unnamedElsewhere() {
        assertThat(edges(link(
                        server("cart", 1, 9).origin(Origin.INBOUND_SIDECAR),
                        server("unknown_service", 2, 1),
                        client("unknown_service", 3, 98).peer(service("db")))))
                .containsExactlyInAnyOrder("unknown>cart", "unknown_service>db");
    }

    @Test
    @DisplayName("a gateway, and a sidecar that does not tell its name, name no application")
    void namelessAndGateways() {
        Node gateway = new Node("c1", "shop", "gateway", NodeKind.GATEWAY);
        assertThat(edges(link(
                        client("a", 1, 0),
                        span(SpanKind.CLIENT, gateway, 2, 1).origin(Origin.OUTBOUND_SIDECAR),
                        server("b", 3, 2))))
                .containsExactlyInAnyOrder("a>gateway", "gateway>b");
        assertThat(edges(link(server("unknown", 1, 9).origin(Origin.INBOUND_SIDECAR), server("b", 2, 1))))
                .contains("unknown>b");
    }

    @Test
    @DisplayName("many names, cycles and deep nesting take linear time")
    void hostileShapes() {
        int size = 50_000;
        List<Span> deep = new ArrayList<>();
        List<Span> names = new ArrayList<>();
        List<Span> cycle = new ArrayList<>();
        for (int i = 1; i <= size; i += 2) {
            deep.add(
                    server("s" + i % 5, i, i - 1).origin(Origin.INBOUND_SIDECAR).make());
            deep.add(server("app", i + 1, i).make());
            names.add(server("s" + i, i, i - 1).origin(Origin.INBOUND_SIDECAR).make());
            names.add(server("app" + i, i + 1, i).make());
            cycle.add(client("app", i, i == 1 ? size : i - 1).make());
            cycle.add(client("s" + i, i + 1, i).origin(Origin.OUTBOUND_SIDECAR).make());
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            TraceLinker.link(deep);
            TraceLinker.link(names);
            TraceLinker.link(cycle);
        });
    }
}
