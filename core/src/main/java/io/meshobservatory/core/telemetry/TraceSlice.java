/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Spans of one trace that came together, in one request. Immutable.
 *
 * @param traceId the trace
 * @param spans its spans, at least one; all of that trace
 */
public record TraceSlice(TraceId traceId, List<Span> spans) {
    public TraceSlice {
        requireNonNull(traceId, "traceId");
        requireNonNull(spans, "spans");
    }
}
