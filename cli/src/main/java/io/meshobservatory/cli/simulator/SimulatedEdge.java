/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.util.Comparator;

/**
 * An edge as the simulator knows it, named as the service graph names it: the namespace of a topic or of a host outside
 * is {@code -}, that of a caller without a sidecar {@code unknown}. Immutable.
 */
public record SimulatedEdge(
        String sourceNamespace, String source, String destinationNamespace, String destination, String protocol)
        implements Comparable<SimulatedEdge> {
    private static final Comparator<SimulatedEdge> ORDER = Comparator.comparing(SimulatedEdge::sourceNamespace)
            .thenComparing(SimulatedEdge::source)
            .thenComparing(SimulatedEdge::destinationNamespace)
            .thenComparing(SimulatedEdge::destination)
            .thenComparing(SimulatedEdge::protocol);

    @Override
    public int compareTo(SimulatedEdge other) {
        return ORDER.compare(this, other);
    }
}
