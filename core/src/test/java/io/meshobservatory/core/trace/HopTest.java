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
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Up to four spans and more tell of one call: what of each counts, and what is no hop at all. */
class HopTest {
    @Test
    @DisplayName("proxies' flags and sizes come first, the application's operation and RPC system are kept")
    void whatOfEachCounts() {
        Call call = only(
                client("a", 1, 0)
                        .at(0, 40)
                        .protocol("grpc")
                        .operation("shop.Cart/Add")
                        .bytes(1, 2),
                client("a", 2, 1)
                        .at(1, 30)
                        .origin(Origin.SIDECAR)
                        .operation("POST /x")
                        .bytes(10, -1)
                        .flags("URX"),
                server("b", 3, 2)
                        .at(2, 20)
                        .origin(Origin.WAYPOINT)
                        .operation("POST /x")
                        .bytes(11, 21)
                        .flags("UF"),
                server("b", 4, 3)
                        .at(3, 10)
                        .origin(Origin.SIDECAR)
                        .operation("POST /x")
                        .bytes(12, 22),
                server("b", 5, 4).at(4, 5).protocol("").operation("POST").bytes(3, 4));

        assertThat(call.clientNanos()).isEqualTo(29_000_000);
        assertThat(call.serverNanos()).isEqualTo(18_000_000);
        assertThat(call.definingSpanId()).isEqualTo(3);
        assertThat(call.edge().protocol()).isEqualTo("grpc");
        assertThat(call.exchange().operation()).isEqualTo("shop.Cart/Add");
        assertThat(call.exchange().responseFlags()).isEqualTo("UF,URX");
        assertThat(call.exchange().requestBytes()).isEqualTo(11);
        assertThat(call.exchange().responseBytes()).isEqualTo(21);
    }

    @Test
    @DisplayName(
            "an application reads a status that its proxy does not; above several attempts it speaks for none of them")
    void outcomes() {
        assertThat(only(
                                client("a", 1, 0).outcome(Outcome.FAILED_GRPC),
                                client("a", 2, 1).origin(Origin.SIDECAR).outcome(Outcome.OK),
                                server("b", 3, 2).origin(Origin.SIDECAR).outcome(Outcome.OK))
                        .outcome())
                .isEqualTo(Outcome.FAILED_GRPC);

        List<Call> attempts = link(
                client("a", 1, 0).outcome(Outcome.FAILED_HTTP_5XX).bytes(7, 7).operation("GET /x"),
                client("a", 2, 1).origin(Origin.SIDECAR).outcome(Outcome.OK),
                server("b", 3, 2).origin(Origin.SIDECAR).outcome(Outcome.OK),
                client("a", 4, 1).origin(Origin.SIDECAR).outcome(Outcome.FAILED_HTTP_5XX),
                server("c", 5, 4).origin(Origin.SIDECAR).outcome(Outcome.FAILED_HTTP_5XX));
        assertThat(to("b", attempts).outcome()).isEqualTo(Outcome.OK);
        assertThat(to("b", attempts).exchange().requestBytes()).isEqualTo(-1);
        assertThat(to("b", attempts).exchange().operation()).isEqualTo("GET /x");
        assertThat(to("c", attempts).outcome()).isEqualTo(Outcome.FAILED_HTTP_5XX);
    }

    @Test
    @DisplayName("a sidecar that calls its own application is no hop; one that calls another replica is")
    void ownApplication() {
        assertThat(edges(link(
                        server("a", 1, 0).origin(Origin.SIDECAR),
                        client("a", 2, 1).origin(Origin.SIDECAR),
                        server("a", 3, 2))))
                .containsExactly("unknown>a");
        assertThat(edges(link(
                        server("a", 1, 0).origin(Origin.SIDECAR),
                        client("a", 2, 1).origin(Origin.SIDECAR).peer(service("a")),
                        server("a", 3, 2))))
                .containsExactlyInAnyOrder("unknown>a", "a>a");
    }

    @Test
    @DisplayName("a sidecar's server span below its application's call to somebody else passes it through")
    void passedThrough() {
        Node other = new Node("c1", "shop", "b", NodeKind.UNKNOWN);
        assertThat(edges(link(
                        client("a", 1, 0).peer(other),
                        server("a", 2, 1).origin(Origin.SIDECAR),
                        client("a", 3, 2).origin(Origin.SIDECAR).peer(other),
                        client("a", 4, 2).origin(Origin.SIDECAR).peer(other),
                        server("b", 5, 4))))
                .containsExactlyInAnyOrder("a>b", "a>b");
    }

    @Test
    @DisplayName("a span that links join to other traces stands in its own for its children only")
    void linkedElsewhere() {
        assertThat(edges(link(
                        span(SpanKind.CONSUMER, service("a"), 1, 0).linkedElsewhere(),
                        client("a", 2, 1),
                        server("b", 3, 2))))
                .containsExactly("a>b");
    }

    @Test
    @DisplayName("gateways between clusters are no hop, wherever they stand")
    void eastWest() {
        Node gateway = new Node("c2", "istio-system", "istio-eastwestgateway", NodeKind.GATEWAY);
        Node remote = new Node("c2", "shop", "b", NodeKind.SERVICE);

        Call call = only(
                client("a", 1, 0),
                span(SpanKind.SERVER, gateway, 2, 1),
                span(SpanKind.CLIENT, gateway, 3, 2),
                span(SpanKind.SERVER, remote, 4, 3));

        assertThat(call.edge().source()).isEqualTo(service("a"));
        assertThat(call.edge().destination()).isEqualTo(remote);
    }

    @Test
    @DisplayName("where a service runs in two clusters of a trace, an application is in that of the sidecar above it")
    void placesOfApplications() {
        Node one = new Node("c1", "shop", "b", NodeKind.SERVICE);
        Node two = new Node("c2", "shop", "b", NodeKind.SERVICE);
        Node untold = new Node("unknown", "unknown", "b", NodeKind.SERVICE);

        List<Call> calls = link(
                client("a", 1, 0),
                span(SpanKind.SERVER, one, 2, 1).origin(Origin.SIDECAR),
                span(SpanKind.SERVER, untold, 3, 2),
                client("a", 4, 0),
                span(SpanKind.SERVER, two, 5, 4).origin(Origin.SIDECAR),
                span(SpanKind.SERVER, untold, 6, 5),
                span(SpanKind.CLIENT, untold, 7, 6).peer(Node.external("x.org")));

        assertThat(calls).hasSize(3);
        assertThat(to("x.org", calls).edge().source()).isEqualTo(two);
    }

    @Test
    @DisplayName("a peer that is a mere name becomes the one service that has it, and stays a name if two do")
    void namedPeers() {
        Node name = new Node("c1", "unknown", "b", NodeKind.UNKNOWN);
        Node elsewhere = new Node("c1", "back", "b", NodeKind.SERVICE);
        assertThat(to("b", link(client("a", 1, 0).peer(name), internal("b", 2, 9)))
                        .edge()
                        .destination())
                .isEqualTo(service("b"));
        assertThat(to(
                                "b",
                                link(
                                        client("a", 1, 0).peer(name),
                                        internal("b", 2, 9),
                                        span(SpanKind.INTERNAL, elsewhere, 3, 9)))
                        .edge()
                        .destination())
                .isEqualTo(name);
    }

    @Test
    @DisplayName("cycles, deep nesting and wide fan-out of any kind take linear time")
    void hostileShapes() {
        int size = 50_000;
        for (SpanKind kind : SpanKind.values()) {
            List<Span> deep = new ArrayList<>();
            List<Span> cycle = new ArrayList<>();
            List<Span> wide = new ArrayList<>();
            for (int i = 1; i <= size; i++) {
                deep.add(span(kind, service("a"), i, i - 1).make());
                cycle.add(span(kind, service("a"), i, i == 1 ? size : i - 1).make());
                wide.add(span(kind, service("a"), i, size / 2).make());
            }
            for (int i = 1; i <= size; i++) {
                deep.add(server("b" + i % 7, size + i, size).make());
            }
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                TraceLinker.link(deep);
                TraceLinker.link(cycle);
                TraceLinker.link(wide);
            });
        }
    }
}
