/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.graph;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An edge that a scenario states. Immutable.
 *
 * @param from the caller's name in the scenario: {@code internet}, an entry, a service or a topic
 * @param to the callee's name in the scenario
 * @param edge the edge as the service graph should name it
 * @param seenIn the signals that tell of it, whether the scenario sends them or not
 * @param versions the versions that call each other, as far as spans tell them
 */
public record StatedEdge(
        String from, String to, SimulatedEdge edge, Set<Signal> seenIn, SortedSet<VersionPair> versions) {
    public StatedEdge {
        seenIn = Collections.unmodifiableSet(EnumSet.copyOf(seenIn));
        versions = Collections.unmodifiableSortedSet(new TreeSet<>(versions));
    }

    /** Whether one of some signals tells of it. */
    public boolean isSeenIn(Set<Signal> signals) {
        return seenIn.stream().anyMatch(signals::contains);
    }

    @Override
    public String toString() {
        return "{ from: " + from + ", to: " + to + ", protocol: " + edge.protocol() + " }";
    }
}
