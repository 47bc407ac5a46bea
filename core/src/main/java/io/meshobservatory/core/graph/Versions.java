/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * The versions at both ends of an edge, each cut to 63 bytes as in {@link Edge}. Immutable.
 *
 * @param source the caller's, {@link Node#UNKNOWN_NAME} where not told
 * @param destination the callee's, likewise
 */
public record Versions(String source, String destination) implements Comparable<Versions> {
    private static final Comparator<Versions> ORDER =
            Comparator.comparing(Versions::source).thenComparing(Versions::destination);

    public Versions {
        source = Names.limit(requireNonNull(source, "source"), Names.MAX_LABEL_BYTES);
        destination = Names.limit(requireNonNull(destination, "destination"), Names.MAX_LABEL_BYTES);
    }

    /** The versions of an edge. */
    public static Versions of(Edge edge) {
        return new Versions(edge.sourceVersion(), edge.destinationVersion());
    }

    /** Whether the other tells the same, as far as this one tells anything. */
    public boolean fits(Versions other) {
        return fits(source, other.source) && fits(destination, other.destination);
    }

    private static boolean fits(String mine, String other) {
        return mine.equals(Node.UNKNOWN_NAME) || mine.equals(other);
    }

    @Override
    public int compareTo(Versions other) {
        return ORDER.compare(this, other);
    }
}
