/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@link Span} on their way: one object that is filled again for each span, so that none is made for spans that
 * are only passed on. Each field is what the part of that name is in {@link Span} or {@link Exchange}, where it is described;
 * texts are limited as there. Whoever is given one takes what it needs before it returns. Not thread-safe.
 */
public final class SpanFields {
    private static final Workload NOBODY = new Workload(
            new Node(Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN), Node.UNKNOWN_NAME);

    public long traceIdHigh;
    public long traceIdLow;
    public long spanId;
    public long parentSpanId;
    public int copy;
    public SpanKind kind = SpanKind.INTERNAL;
    public Origin origin = Origin.APPLICATION;
    public long startNanos;
    public long endNanos;
    public Workload workload = NOBODY;
    public @Nullable Node peer;
    public long weight = SampleWeight.ONE;
    public boolean linkedElsewhere;
    public Outcome outcome = Outcome.UNSET;
    public long requestBytes = Exchange.UNKNOWN_BYTES;
    public long responseBytes = Exchange.UNKNOWN_BYTES;
    public ConnectionSecurity security = ConnectionSecurity.UNKNOWN;
    private @Nullable SpanShape shape;
    private String protocol = "";
    private String responseFlags = "";
    private String operation = "";
    private String denial = "";
    private String sourcePrincipal = "";
    private String destinationPrincipal = "";

    /** Takes over all parts of a span. */
    public void set(Span span) {
        Exchange exchange = span.exchange();
        traceIdHigh = span.traceId().high();
        traceIdLow = span.traceId().low();
        spanId = span.spanId();
        parentSpanId = span.parentSpanId();
        copy = span.copy();
        kind = span.kind();
        origin = span.origin();
        startNanos = span.startNanos();
        endNanos = span.endNanos();
        workload = span.workload();
        peer = span.peer();
        weight = span.weight();
        linkedElsewhere = span.linkedElsewhere();
        outcome = exchange.outcome();
        requestBytes = exchange.requestBytes();
        responseBytes = exchange.responseBytes();
        security = exchange.security();
        protocol = span.protocol();
        shape = null;
        responseFlags = exchange.responseFlags();
        operation = exchange.operation();
        denial = exchange.denial();
        sourcePrincipal = exchange.sourcePrincipal();
        destinationPrincipal = exchange.destinationPrincipal();
    }

    /** Says how the exchange ended and what was asked for, and that nothing else is known of it. */
    public void setExchange(Outcome itsOutcome, String itsOperation) {
        outcome = itsOutcome;
        requestBytes = Exchange.UNKNOWN_BYTES;
        responseBytes = Exchange.UNKNOWN_BYTES;
        security = ConnectionSecurity.UNKNOWN;
        responseFlags = "";
        operation = Exchange.limitedOperation(itsOperation);
        denial = "";
        sourcePrincipal = "";
        destinationPrincipal = "";
    }

    /** Takes over who the span is of and where it stands. */
    public void setShape(SpanShape itsShape) {
        shape = itsShape;
        kind = itsShape.kind;
        origin = itsShape.origin;
        workload = itsShape.workload;
        peer = itsShape.peer;
        protocol = itsShape.protocol;
    }

    /** The shape of which the parts are that tell who the span is of and where it stands; null where they are not known as one. */
    public @Nullable SpanShape shape() {
        return shape;
    }

    public void setResponseFlags(String told) {
        responseFlags = Exchange.wholeFlags(told);
    }

    public void setDenial(String told) {
        denial = Exchange.limitedDenial(told);
    }

    public void setPrincipals(String source, String destination) {
        sourcePrincipal = Exchange.identity(source);
        destinationPrincipal = Exchange.identity(destination);
    }

    public String protocol() {
        return protocol;
    }

    public String responseFlags() {
        return responseFlags;
    }

    public String operation() {
        return operation;
    }

    public String denial() {
        return denial;
    }

    public String sourcePrincipal() {
        return sourcePrincipal;
    }

    public String destinationPrincipal() {
        return destinationPrincipal;
    }

    /** How long it took, in nanoseconds. */
    public long durationNanos() {
        return endNanos - startNanos;
    }

    /** A span with all of these parts. */
    public Span toSpan() {
        return new Span(
                new TraceId(traceIdHigh, traceIdLow),
                spanId,
                parentSpanId,
                copy,
                kind,
                origin,
                startNanos,
                endNanos,
                workload,
                peer,
                protocol,
                weight,
                linkedElsewhere,
                new Exchange(
                        outcome,
                        responseFlags,
                        requestBytes,
                        responseBytes,
                        operation,
                        denial,
                        security,
                        sourcePrincipal,
                        destinationPrincipal));
    }
}
