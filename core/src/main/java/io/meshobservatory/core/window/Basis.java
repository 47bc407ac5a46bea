/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.call.Vantage.Signal;

/**
 * On which telemetry the figures of an edge rest. Immutable.
 *
 * @param calls counts of calls, outcomes and response flags
 * @param bytes sizes and connections
 * @param latency latencies
 * @param security mutual TLS and identities
 */
public record Basis(Signal calls, Signal bytes, Signal latency, Signal security) {
    /** Nothing is told. */
    public static final Basis NONE = new Basis(Signal.NONE, Signal.NONE, Signal.NONE, Signal.NONE);

    public Basis {
        requireNonNull(calls, "calls");
        requireNonNull(bytes, "bytes");
        requireNonNull(latency, "latency");
        requireNonNull(security, "security");
    }
}
