/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.call;

/**
 * From where an edge was observed. Each place sees a call at most once; two places may see the same call, so what they
 * count is never added up but reconciled. The constants may only be appended: states hold their ordinals.
 */
public enum Vantage {
    /** Calls found in traces; these may be sampled. */
    TRACES(Signal.TRACES),
    /** Access logs of the caller's proxy. */
    LOGS_SOURCE(Signal.LOGS),
    /** Access logs of the callee's proxy. */
    LOGS_DESTINATION(Signal.LOGS),
    /** Access logs of a waypoint between them. */
    LOGS_WAYPOINT(Signal.LOGS),
    /** Counters of the caller's proxy. */
    METRICS_SOURCE(Signal.METRICS),
    /** Counters of the callee's proxy. */
    METRICS_DESTINATION(Signal.METRICS),
    /** Counters of a waypoint between them. */
    METRICS_WAYPOINT(Signal.METRICS);

    /** The kind of telemetry on which a figure rests; the names are part of the public contract. */
    public enum Signal {
        /** Nothing tells this figure. */
        NONE,
        /** Spans. */
        TRACES,
        /** Access logs. */
        LOGS,
        /** Counters and histograms. */
        METRICS
    }

    private final Signal signal;

    Vantage(Signal signal) {
        this.signal = signal;
    }

    /** The kind of telemetry. */
    public Signal signal() {
        return signal;
    }
}
