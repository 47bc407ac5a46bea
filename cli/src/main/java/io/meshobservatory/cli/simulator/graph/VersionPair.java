/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.graph;

import java.util.Comparator;

/**
 * The versions at both ends of a call; {@link SimulatedNode#UNKNOWN} where the telemetry does not tell it. Immutable.
 *
 * @param source the caller's
 * @param destination the callee's
 */
public record VersionPair(String source, String destination) implements Comparable<VersionPair> {
    private static final Comparator<VersionPair> ORDER =
            Comparator.comparing(VersionPair::source).thenComparing(VersionPair::destination);

    @Override
    public int compareTo(VersionPair other) {
        return ORDER.compare(this, other);
    }
}
