/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.ReplyStatus;

/**
 * Calls over one edge in one minute that ended alike. Immutable.
 *
 * @param calls how many, above 0
 * @param status how they ended
 * @param flags Envoy's response flags, comma-joined, {@code -} for none
 * @param operation what was asked for
 * @param requestBytes bytes of all requests' bodies
 * @param responseBytes bytes of all answers' bodies
 * @param secured of the calls, those under mutual TLS
 * @param plain of the calls, those seen to be without it
 * @param sourcePrincipal the identity that was presented, empty for none
 * @param latency how long the callee took; of calls that never came to it, how long the caller waited
 * @param arrived whether they came to the callee
 */
record Batch(
        long calls,
        ReplyStatus status,
        String flags,
        String operation,
        long requestBytes,
        long responseBytes,
        long secured,
        long plain,
        String sourcePrincipal,
        LatencyPool latency,
        boolean arrived) {}
