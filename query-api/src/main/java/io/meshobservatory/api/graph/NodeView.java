/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

/**
 * A node and its traffic over a range, summed over the edges of the same answer.
 *
 * @param inbound what it was called
 * @param outbound what it called
 */
public record NodeView(
        String cluster, String namespace, String name, String kind, FlowView inbound, FlowView outbound) {}
