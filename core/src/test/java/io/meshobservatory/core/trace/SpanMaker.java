/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import org.jspecify.annotations.Nullable;

/** Makes spans of one trace, telling only what a scenario is about. */
final class SpanMaker {
    static final TraceId TRACE = new TraceId(0x0102030405060708L, 0x1112131415161718L);
    static final long BASE_NANOS = 1_700_000_000_000_000_000L;
    private static final long MILLI = 1_000_000;

    private final SpanKind kind;
    private final Node node;
    private final long id;
    private final long parent;
    private int copy;
    private long start = BASE_NANOS;
    private long end = BASE_NANOS + 10 * MILLI;
    private @Nullable Node peer;
    private String protocol = "http";
    private Outcome outcome = Outcome.UNSET;
    private String flags = "";
    private long requestBytes = Span.UNKNOWN_BYTES;
    private long responseBytes = Span.UNKNOWN_BYTES;
    private String sourcePrincipal = "";
    private String destinationPrincipal = "";

    private SpanMaker(SpanKind kind, Node node, long id, long parent) {
        this.kind = kind;
        this.node = node;
        this.id = id;
        this.parent = parent;
    }

    static Node service(String name) {
        return new Node("c1", "shop", name, NodeKind.SERVICE);
    }

    static SpanMaker span(SpanKind kind, Node node, long id, long parent) {
        return new SpanMaker(kind, node, id, parent);
    }

    static SpanMaker client(String service, long id, long parent) {
        return span(SpanKind.CLIENT, service(service), id, parent);
    }

    static SpanMaker server(String service, long id, long parent) {
        return span(SpanKind.SERVER, service(service), id, parent);
    }

    static SpanMaker internal(String service, long id, long parent) {
        return span(SpanKind.INTERNAL, service(service), id, parent);
    }

    SpanMaker copy(int newCopy) {
        copy = newCopy;
        return this;
    }

    /** Milliseconds after the base. */
    SpanMaker at(long startMillis, long endMillis) {
        start = BASE_NANOS + startMillis * MILLI;
        end = BASE_NANOS + endMillis * MILLI;
        return this;
    }

    SpanMaker nanos(long startNanos, long endNanos) {
        start = startNanos;
        end = endNanos;
        return this;
    }

    SpanMaker peer(@Nullable Node newPeer) {
        peer = newPeer;
        return this;
    }

    SpanMaker protocol(String newProtocol) {
        protocol = newProtocol;
        return this;
    }

    SpanMaker outcome(Outcome newOutcome) {
        outcome = newOutcome;
        return this;
    }

    SpanMaker flags(String newFlags) {
        flags = newFlags;
        return this;
    }

    SpanMaker bytes(long request, long response) {
        requestBytes = request;
        responseBytes = response;
        return this;
    }

    SpanMaker principals(String source, String destination) {
        sourcePrincipal = source;
        destinationPrincipal = destination;
        return this;
    }

    Span make() {
        return new Span(
                TRACE,
                id,
                parent,
                copy,
                kind,
                start,
                end,
                new Workload(node, "v1"),
                peer,
                protocol,
                outcome,
                flags,
                requestBytes,
                responseBytes,
                sourcePrincipal,
                destinationPrincipal);
    }
}
