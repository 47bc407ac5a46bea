/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the record around a line tells. Immutable.
 *
 * @param timeNanos when the call began or the line was written, nanoseconds since the epoch; not positive where not told
 * @param traceId the trace of the proxy's span, zero where not told
 * @param spanId that span, 0 where not told
 */
record LogContext(long timeNanos, TraceId traceId, long spanId) {
    private static final TraceId NO_TRACE = new TraceId(0, 0);
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;
    private static final int TRACEPARENT_DIGITS = 55;

    /** The same, with the trace that the line itself tells where the record tells none. */
    LogContext withTraceOf(Fields fields) {
        if (!traceId.isZero()) {
            return this;
        }
        String parent = fields.get(Field.TRACEPARENT);
        if (parent != null && parent.length() >= TRACEPARENT_DIGITS) {
            return new LogContext(timeNanos, trace(parent.substring(3, 35)), span(parent.substring(36, 52)));
        }
        return new LogContext(timeNanos, trace(fields.get(Field.TRACE_ID)), span(fields.get(Field.SPAN_ID)));
    }

    /** Zipkin's ids may be of 64 bits. */
    private static TraceId trace(@Nullable String hex) {
        if (hex == null || !isHex(hex)) {
            return NO_TRACE;
        }
        if (hex.length() == SPAN_DIGITS) {
            return new TraceId(0, HexFormat.fromHexDigitsToLong(hex));
        }
        return hex.length() == TRACE_DIGITS
                ? new TraceId(
                        HexFormat.fromHexDigitsToLong(hex, 0, SPAN_DIGITS),
                        HexFormat.fromHexDigitsToLong(hex, SPAN_DIGITS, TRACE_DIGITS))
                : NO_TRACE;
    }

    private static long span(@Nullable String hex) {
        return hex != null && hex.length() == SPAN_DIGITS && isHex(hex) ? HexFormat.fromHexDigitsToLong(hex) : 0;
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
