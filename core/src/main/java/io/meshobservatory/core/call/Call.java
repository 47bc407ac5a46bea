/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.call;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.TraceId;

/**
 * One logical call, however many spans or log lines describe it. Immutable.
 *
 * @param traceId the trace that it is part of; the zero id where that is not told
 * @param definingSpanId the span that makes it a call: the callee's where there is one, else the caller's
 * @param definingCopy {@link io.meshobservatory.core.telemetry.Span#copy} of that span
 * @param evidence which sides described it
 * @param edge who called whom
 * @param weight how many calls it stands for; see {@link io.meshobservatory.core.telemetry.SampleWeight}
 * @param endNanos its end, nanoseconds since the epoch: the client span's where there is one, else the server span's
 * @param clientNanos latency as the client saw it, -1 where not observed
 * @param serverNanos latency as the server saw it, -1 where not observed
 * @param contextLost whether the caller's sidecar had to begin a new trace for it: the caller made the call on its own, or
 *     does not forward trace headers
 * @param exchange what all observers tell of request and response
 */
public record Call(
        TraceId traceId,
        long definingSpanId,
        int definingCopy,
        Evidence evidence,
        Edge edge,
        long weight,
        long endNanos,
        long clientNanos,
        long serverNanos,
        boolean contextLost,
        Exchange exchange) {
    /** The protocol of an edge of which only connections are seen. */
    public static final String CONNECTION_PROTOCOL = "tcp";

    /** A latency that nobody of that side tells. */
    public static final long UNKNOWN_NANOS = -1;

    /** Which sides of a call were seen. The constants may only be appended: states hold their ordinals. */
    public enum Evidence {
        /** A span of the callee whose parent is a span of the caller. */
        BOTH_SIDES,
        /** Only the caller's side; the callee is named from its attributes. */
        CALLER_ONLY,
        /** Only the callee's side, which names no parent: the caller sends no telemetry. */
        CALLEE_ONLY,
        /** Only the callee's span; it names a parent that has not been seen, yet or ever. */
        CALLER_MISSING
    }

    public Call {
        requireNonNull(traceId, "traceId");
        requireNonNull(evidence, "evidence");
        requireNonNull(edge, "edge");
        requireNonNull(exchange, "exchange");
    }

    /**
     * Whether it is a TCP connection as a whole, of which nobody knows how many requests it carried. It counts as a
     * connection that was opened and closed, not as a call.
     */
    public boolean isConnection() {
        return edge.protocol().equals(CONNECTION_PROTOCOL);
    }

    /** How it ended. */
    public Outcome outcome() {
        return exchange.outcome();
    }
}
