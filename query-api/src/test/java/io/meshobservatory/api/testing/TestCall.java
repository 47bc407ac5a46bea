/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.core.graph.Edge;

/**
 * One invented call.
 *
 * @param endMillis when it ended, milliseconds since the epoch
 * @param latencyMillis as both sides saw it
 * @param failed with HTTP 503 and the flag UH
 * @param mutualTls whether both identities were told
 */
public record TestCall(Edge edge, long endMillis, double latencyMillis, boolean failed, boolean mutualTls) {
    public static TestCall ok(Edge edge, long endMillis, double latencyMillis) {
        return new TestCall(edge, endMillis, latencyMillis, false, false);
    }

    public static TestCall failed(Edge edge, long endMillis, double latencyMillis) {
        return new TestCall(edge, endMillis, latencyMillis, true, false);
    }
}
