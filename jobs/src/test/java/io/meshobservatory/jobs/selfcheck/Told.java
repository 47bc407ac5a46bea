/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span as it was recorded, before it is written in its dialect, and whether it was lost on its way. */
final class Told {
    /** What is spoken over the hop. */
    enum Talk {
        CALL,
        DATABASE,
        MESSAGE,
        /** A message of which only the broker is told, not the topic. */
        MESSAGE_OF_ANY_TOPIC,
        NOTHING
    }

    final long traceId;
    final long id;
    final long parent;
    final Party party;
    final Dialect dialect;
    final SpanKind kind;
    final Message message;
    Talk talk = Talk.CALL;
    long startNanos;
    long endNanos;
    int weight = 1;

    /** The child span that Envoy makes for what it sends on. */
    boolean upstream;

    /** Lies on the way of a hop, and is of neither side. */
    boolean transparent;

    /** The other side as its attributes name it, null where they do not. */
    @Nullable
    Node peer;

    /** Whether its attributes name the other side as such, besides its host. */
    boolean namesPeer;

    /** Host name of the other side of a client span, or the topic. */
    String target = "";

    String upstreamCluster = "";
    String peerAddress = "";

    /** Whom a waypoint names as the caller. */
    @Nullable
    Party source;

    int retry;

    /** Whether it has the id of the client span above it: then its children cannot be told from that one's if it is lost. */
    boolean sharesId;

    boolean lost;
    final List<Told> links = new ArrayList<>();

    Told(long traceId, long id, long parent, Party party, Dialect dialect, SpanKind kind, Message message) {
        this.traceId = traceId;
        this.id = id;
        this.parent = parent;
        this.party = party;
        this.dialect = dialect;
        this.kind = kind;
        this.message = message;
    }

    Told at(long start, long end) {
        startNanos = start + party.skewNanos();
        endNanos = end + party.skewNanos();
        return this;
    }

    Told names(@Nullable Node newPeer) {
        peer = newPeer;
        return this;
    }

    /** Whether its attributes tell the whole identity of its party. */
    boolean namesItself() {
        return !dialect.isSdk() || party.appKnowsItself();
    }

    long nanos() {
        return endNanos - startNanos;
    }

    @Override
    public String toString() {
        return "%s %s%s of %s, trace %x id %x parent %x%s"
                .formatted(
                        dialect,
                        kind.name().substring("SPAN_KIND_".length()),
                        upstream ? " (upstream)" : "",
                        party.node().name(),
                        traceId,
                        id,
                        parent,
                        lost ? " LOST" : "");
    }
}
