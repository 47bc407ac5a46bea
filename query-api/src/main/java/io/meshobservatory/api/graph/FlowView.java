/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

/**
 * Traffic in one direction.
 *
 * @param sampledCalls how many of the calls were found in traces
 * @param errorRate errors by calls, in [0,1]; 0 where there are no calls
 * @param connectionsOpened TCP connections
 */
public record FlowView(
        long calls,
        double callsPerSecond,
        long sampledCalls,
        long errors,
        double errorRate,
        long connectionsOpened,
        double connectionsPerSecond) {
    /** No traffic. */
    public static final FlowView NOTHING = new FlowView(0, 0, 0, 0, 0, 0, 0);
}
