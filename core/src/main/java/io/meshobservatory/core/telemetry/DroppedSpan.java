/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Names;

/**
 * A span that was not counted, and why.
 *
 * @param reason why
 * @param traceId the trace id as it came, hexadecimal, of any length up to 64 digits; the rest is cut
 * @param spanId the span id as it came, likewise
 * @param service name of the emitting service, cut to 253 bytes
 * @param endNanos end of the span, nanoseconds since the epoch, 0 where it has none
 */
public record DroppedSpan(DropReason reason, String traceId, String spanId, String service, long endNanos) {
    private static final int MAX_ID_CHARS = 64;

    public DroppedSpan {
        requireNonNull(reason, "reason");
        traceId = Names.cut(requireNonNull(traceId, "traceId"), MAX_ID_CHARS);
        spanId = Names.cut(requireNonNull(spanId, "spanId"), MAX_ID_CHARS);
        service = Names.limit(requireNonNull(service, "service"), Names.MAX_NAME_BYTES);
    }

    /** The record of a well-formed span. */
    public static DroppedSpan of(Span span, DropReason reason) {
        return new DroppedSpan(
                reason,
                span.traceId().toHex(),
                java.util.HexFormat.of().toHexDigits(span.spanId()),
                span.workload().node().name(),
                span.endNanos());
    }
}
