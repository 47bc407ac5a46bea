/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;

/** One request as an exporter of the mesh would send it. Immutable. */
public final class SimulatedRequest {
    private final long sendTimeNanos;
    private final ExportTraceServiceRequest request;
    private final int spanCount;
    private final List<SimulatedCall> calls;

    SimulatedRequest(long sendTimeNanos, ExportTraceServiceRequest request, int spanCount, List<SimulatedCall> calls) {
        this.sendTimeNanos = sendTimeNanos;
        this.request = requireNonNull(request, "request");
        this.spanCount = spanCount;
        this.calls = List.copyOf(calls);
    }

    /** When the exporter would send it, nanoseconds since the epoch; not before the end of any of its spans. */
    public long sendTimeNanos() {
        return sendTimeNanos;
    }

    /** The message. */
    public ExportTraceServiceRequest request() {
        return request;
    }

    /** How many spans it carries, at least 1. */
    public int spanCount() {
        return spanCount;
    }

    /** The calls that its spans define; see {@link SimulatedTruth#add}. */
    List<SimulatedCall> calls() {
        return calls;
    }
}
