/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.google.protobuf.ByteString;

/**
 * What travels with a request: the trace, the span that the next one belongs under, and Envoy's request id. Immutable.
 *
 * @param traceId 16 bytes
 * @param spanId 0 where the trace begins
 * @param sampled whether its spans are recorded
 * @param requestId Envoy's x-request-id
 */
record TraceContext(ByteString traceId, long spanId, boolean sampled, String requestId) {
    TraceContext under(long newSpanId) {
        return new TraceContext(traceId, newSpanId, sampled, requestId);
    }
}
