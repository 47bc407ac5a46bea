/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

/**
 * A span that was not counted, and why.
 *
 * @param reason why
 * @param traceId the trace id as it came, hexadecimal, of any length
 * @param spanId the span id as it came, hexadecimal, of any length
 * @param service name of the emitting service
 * @param endNanos end of the span, nanoseconds since the epoch, 0 where it has none
 */
public record DroppedSpan(DropReason reason, String traceId, String spanId, String service, long endNanos) {
    public DroppedSpan {
        requireNonNull(reason, "reason");
        requireNonNull(traceId, "traceId");
        requireNonNull(spanId, "spanId");
        requireNonNull(service, "service");
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
