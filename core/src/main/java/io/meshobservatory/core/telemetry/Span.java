/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * The part of a span that the service graph needs. Immutable.
 *
 * @param traceId the trace
 * @param spanId the span, never 0
 * @param parentSpanId the parent, 0 for a root
 * @param copy 0, or how many times the same span stood before in the same list of spans: a retransmission repeats
 *     whole requests, so a span that one exporter lists twice in one request was recorded twice
 * @param kind its kind
 * @param origin who recorded it
 * @param startNanos start, nanoseconds since the epoch
 * @param endNanos end, nanoseconds since the epoch; not before the start
 * @param workload who emitted it, or on whose behalf a waypoint did
 * @param peer the other side as its attributes name it, null where they do not
 * @param protocol the protocol, empty where the attributes do not tell; cut to 63 bytes like that of an edge
 * @param weight how many spans it stands for; see {@link SampleWeight}
 * @param linkedElsewhere whether a link joins it to its producer in another trace, where it is counted
 * @param exchange what it tells of request and response
 */
public record Span(
        TraceId traceId,
        long spanId,
        long parentSpanId,
        int copy,
        SpanKind kind,
        Origin origin,
        long startNanos,
        long endNanos,
        Workload workload,
        @Nullable Node peer,
        String protocol,
        long weight,
        boolean linkedElsewhere,
        Exchange exchange) {
    private static final String HTTP = "http";

    /** Who recorded a span. The constants may only be appended: states hold their ordinals. */
    public enum Origin {
        /** The application itself, or nobody told. */
        APPLICATION,
        /** A sidecar proxy that does not tell for whom, or a proxy of which it is not known where it stands. */
        SIDECAR,
        /** An ingress, egress or east-west gateway. */
        GATEWAY,
        /** A waypoint proxy, on behalf of the callee. */
        WAYPOINT,
        /** A sidecar of a mesh, about a request that it took in for the application of its own pod, and nobody else. */
        INBOUND_SIDECAR,
        /** A sidecar of a mesh, about a request that it sent out for the application of its own pod, and nobody else. */
        OUTBOUND_SIDECAR;

        /** Whether it is a sidecar proxy, whether or not it tells a direction. */
        public boolean isSidecar() {
            return this == SIDECAR || this == INBOUND_SIDECAR || this == OUTBOUND_SIDECAR;
        }

        /** Whether a proxy recorded it: proxies tell flags and sizes as they were on the wire. */
        public boolean isProxy() {
            return this != APPLICATION;
        }
    }

    public Span {
        requireNonNull(traceId, "traceId");
        requireNonNull(kind, "kind");
        requireNonNull(origin, "origin");
        requireNonNull(workload, "workload");
        requireNonNull(protocol, "protocol");
        protocol = limitedProtocol(protocol);
        requireNonNull(exchange, "exchange");
    }

    static String limitedProtocol(String protocol) {
        // by far the most common one, and within the limit
        return protocol.equals(HTTP) ? HTTP : Names.limit(protocol, Names.MAX_LABEL_BYTES);
    }

    /** How long it took, in nanoseconds; never negative. */
    public long durationNanos() {
        return endNanos - startNanos;
    }

    /** How it ended, as this side saw it. */
    public Outcome outcome() {
        return exchange.outcome();
    }
}
