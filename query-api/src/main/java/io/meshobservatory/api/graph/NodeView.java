/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.identity.Overflow;

/**
 * A node and its traffic over a range, summed over the edges of the same answer.
 *
 * @param overflow whether it stands for all names past the limit of its cluster
 * @param inbound what it was called
 * @param outbound what it called
 */
public record NodeView(
        String cluster,
        String namespace,
        String name,
        String kind,
        boolean overflow,
        FlowView inbound,
        FlowView outbound) {
    static NodeView of(Node node, FlowView inbound, FlowView outbound) {
        return new NodeView(
                node.cluster(),
                node.namespace(),
                node.name(),
                node.kind().name(),
                node.name().equals(Overflow.NAME),
                inbound,
                outbound);
    }
}
