/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

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
 * @param startNanos start, nanoseconds since the epoch
 * @param endNanos end, nanoseconds since the epoch; not before the start
 * @param workload who emitted it
 * @param peer the other side as its attributes name it, null where they do not
 * @param protocol the protocol, empty where the attributes do not tell
 * @param outcome how the call ended, as this side saw it
 * @param responseFlags Envoy's response flags, comma-joined, empty for none
 * @param requestBytes size of the request body, -1 where not told
 * @param responseBytes size of the response body, -1 where not told
 * @param sourcePrincipal the caller's identity (SPIFFE id) where the span carries it, else empty
 * @param destinationPrincipal the callee's identity, likewise
 */
public record Span(
        TraceId traceId,
        long spanId,
        long parentSpanId,
        int copy,
        SpanKind kind,
        long startNanos,
        long endNanos,
        Workload workload,
        @Nullable Node peer,
        String protocol,
        Outcome outcome,
        String responseFlags,
        long requestBytes,
        long responseBytes,
        String sourcePrincipal,
        String destinationPrincipal) {
    /** A size that the telemetry does not tell. */
    public static final long UNKNOWN_BYTES = -1;

    public Span {
        requireNonNull(traceId, "traceId");
        requireNonNull(kind, "kind");
        requireNonNull(workload, "workload");
        requireNonNull(protocol, "protocol");
        requireNonNull(outcome, "outcome");
        requireNonNull(responseFlags, "responseFlags");
        requireNonNull(sourcePrincipal, "sourcePrincipal");
        requireNonNull(destinationPrincipal, "destinationPrincipal");
    }

    /** How long it took, in nanoseconds; never negative. */
    public long durationNanos() {
        return endNanos - startNanos;
    }
}
