/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;

/** A call as it can be seen from the spans, in a form that the oracle and the job share. */
record Observed(
        Edge edge,
        Evidence evidence,
        long weight,
        long endNanos,
        long clientNanos,
        long serverNanos,
        Outcome outcome,
        String flags,
        long requestBytes,
        long responseBytes,
        String operation,
        String denial,
        boolean mutualTls,
        boolean contextLost) {
    static Observed of(Call call) {
        return new Observed(
                call.edge(),
                call.evidence(),
                SampleWeight.calls(call.weight()),
                call.endNanos(),
                call.clientNanos(),
                call.serverNanos(),
                call.exchange().outcome(),
                call.exchange().responseFlags(),
                call.exchange().requestBytes(),
                call.exchange().responseBytes(),
                call.exchange().operation(),
                call.exchange().denial(),
                call.exchange().security() == ConnectionSecurity.MUTUAL_TLS,
                call.contextLost());
    }

    /** The same with another weight. */
    Observed weighing(long newWeight) {
        return new Observed(
                edge,
                evidence,
                newWeight,
                endNanos,
                clientNanos,
                serverNanos,
                outcome,
                flags,
                requestBytes,
                responseBytes,
                operation,
                denial,
                mutualTls,
                contextLost);
    }

    /** The same on another edge. */
    Observed on(Edge newEdge) {
        return new Observed(
                newEdge,
                evidence,
                weight,
                endNanos,
                clientNanos,
                serverNanos,
                outcome,
                flags,
                requestBytes,
                responseBytes,
                operation,
                denial,
                mutualTls,
                contextLost);
    }
}
