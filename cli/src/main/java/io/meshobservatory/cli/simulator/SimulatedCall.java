/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.meshobservatory.cli.simulator.graph.VersionPair;
import org.jspecify.annotations.Nullable;

/**
 * One call that took place.
 *
 * @param edge who called whom
 * @param versions the versions that spans tell
 * @param status how it ended, by the graver of what the two sides saw
 * @param flags Envoy's response flags of both sides
 * @param seen whether spans tell of it, if all traces are sampled; a sidecar has one span for all attempts, and the callee
 *     none for those that never reached it
 * @param sampled whether its trace is
 * @param contextLost whether the caller did not hand on the trace headers
 * @param mutualTls whether the connection was secured by mutual TLS; null where there was none, or no proxy that could tell
 * @param requestBytes size of the request's body
 * @param responseBytes size of the response's body
 * @param clientNanos how long it took for the caller, -1 where no span tells
 * @param serverNanos how long it took for the callee, -1 where no span tells
 */
record SimulatedCall(
        SimulatedEdge edge,
        VersionPair versions,
        ReplyStatus status,
        String flags,
        boolean seen,
        boolean sampled,
        boolean contextLost,
        @Nullable Boolean mutualTls,
        long requestBytes,
        long responseBytes,
        long clientNanos,
        long serverNanos) {
    static final long UNTOLD = -1;
}
