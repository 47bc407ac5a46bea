/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.graph;

import java.util.Comparator;

/**
 * Who calls whom, by which protocol, whatever their versions. Immutable.
 *
 * @param source the caller
 * @param destination the callee
 * @param protocol as in the service graph: {@code http}, {@code grpc}, {@code tcp}, or the system of a database or broker
 */
public record SimulatedEdge(SimulatedNode source, SimulatedNode destination, String protocol)
        implements Comparable<SimulatedEdge> {
    private static final Comparator<SimulatedEdge> ORDER = Comparator.comparing(SimulatedEdge::source)
            .thenComparing(SimulatedEdge::destination)
            .thenComparing(SimulatedEdge::protocol);

    @Override
    public int compareTo(SimulatedEdge other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + " -> " + destination + " " + protocol;
    }
}
