/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.Span.Origin;
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
    private Origin origin = Origin.APPLICATION;
    private String version = "v1";
    private long weight = SampleWeight.ONE;
    private boolean linkedElsewhere;
    private Outcome outcome = Outcome.UNSET;
    private String flags = "";
    private long requestBytes = Exchange.UNKNOWN_BYTES;
    private long responseBytes = Exchange.UNKNOWN_BYTES;
    private String operation = "";
    private ConnectionSecurity security = ConnectionSecurity.UNKNOWN;
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

    SpanMaker origin(Origin newOrigin) {
        origin = newOrigin;
        return this;
    }

    SpanMaker version(String newVersion) {
        version = newVersion;
        return this;
    }

    SpanMaker weight(long newWeight) {
        weight = newWeight;
        return this;
    }

    SpanMaker linkedElsewhere() {
        linkedElsewhere = true;
        return this;
    }

    SpanMaker operation(String newOperation) {
        operation = newOperation;
        return this;
    }

    SpanMaker security(ConnectionSecurity newSecurity) {
        security = newSecurity;
        return this;
    }

    Span make() {
        return new Span(
                TRACE,
                id,
                parent,
                copy,
                kind,
                origin,
                start,
                end,
                new Workload(node, version),
                peer,
                protocol,
                weight,
                linkedElsewhere,
                new Exchange(
                        outcome,
                        flags,
                        requestBytes,
                        responseBytes,
                        operation,
                        "",
                        security,
                        sourcePrincipal,
                        destinationPrincipal));
    }
}
