/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

/**
 * Traffic in one direction.
 *
 * @param errorRate errors by calls, in [0,1]
 */
public record FlowView(long calls, double callsPerSecond, long errors, double errorRate) {}
