/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.meshobservatory.connectors.otlp.OtlpSignal;

/** One OTLP request as an exporter of the mesh would send it. Immutable. */
public final class SimulatedRequest {
    private final long sendTimeNanos;
    private final OtlpSignal signal;
    private final Message message;
    private final int recordCount;

    SimulatedRequest(long sendTimeNanos, OtlpSignal signal, Message message, int recordCount) {
        this.sendTimeNanos = sendTimeNanos;
        this.signal = requireNonNull(signal, "signal");
        this.message = requireNonNull(message, "message");
        this.recordCount = recordCount;
    }

    /** When the exporter would send it, nanoseconds since the epoch; not before the end of any of its spans. */
    public long sendTimeNanos() {
        return sendTimeNanos;
    }

    /** What it carries. */
    public OtlpSignal signal() {
        return signal;
    }

    /** An {@code Export*ServiceRequest} of that signal. */
    public Message message() {
        return message;
    }

    /** How many spans, data points or log records it carries, at least 1. */
    public int recordCount() {
        return recordCount;
    }

    SimulatedRequest again(long nanos) {
        return new SimulatedRequest(nanos, signal, message, recordCount);
    }
}
