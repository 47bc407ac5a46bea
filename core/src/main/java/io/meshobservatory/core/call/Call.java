/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.call;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.TraceId;

/**
 * One logical call, however many spans describe it. Immutable.
 *
 * @param traceId the trace that it is part of
 * @param definingSpanId the span that makes it a call: the callee's where there is one, else the caller's
 * @param definingCopy {@link io.meshobservatory.core.telemetry.Span#copy} of that span
 * @param evidence which sides described it
 * @param edge who called whom
 * @param endNanos its end, nanoseconds since the epoch: the client span's where there is one, else the server span's
 * @param clientNanos latency as the client saw it, -1 where no client span describes it
 * @param serverNanos latency as the server saw it, -1 where no server span describes it
 * @param outcome how it ended
 * @param responseFlags Envoy's response flags of both sides, sorted and comma-joined, empty for none
 * @param requestBytes size of the request body, -1 where not told
 * @param responseBytes size of the response body, -1 where not told
 * @param sourcePrincipal the caller's identity where told, else empty
 * @param destinationPrincipal the callee's identity where told, else empty
 */
public record Call(
        TraceId traceId,
        long definingSpanId,
        int definingCopy,
        Evidence evidence,
        Edge edge,
        long endNanos,
        long clientNanos,
        long serverNanos,
        Outcome outcome,
        String responseFlags,
        long requestBytes,
        long responseBytes,
        String sourcePrincipal,
        String destinationPrincipal) {
    /** A latency that no span of that side tells. */
    public static final long UNKNOWN_NANOS = -1;

    /** Which sides of a call were seen. */
    public enum Evidence {
        /** A span of the callee whose parent is a span of the caller. */
        BOTH_SIDES,
        /** Only the caller's span; the callee is named from its attributes. */
        CALLER_ONLY,
        /** Only the callee's span, which has no parent: the caller sends no telemetry. */
        CALLEE_ONLY,
        /** Only the callee's span; it names a parent that has not been seen, yet or ever. */
        CALLER_MISSING
    }

    public Call {
        requireNonNull(evidence, "evidence");
        requireNonNull(traceId, "traceId");
        requireNonNull(edge, "edge");
        requireNonNull(outcome, "outcome");
        requireNonNull(responseFlags, "responseFlags");
        requireNonNull(sourcePrincipal, "sourcePrincipal");
        requireNonNull(destinationPrincipal, "destinationPrincipal");
    }
}
