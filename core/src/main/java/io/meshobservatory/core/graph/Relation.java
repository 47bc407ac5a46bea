/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom by which protocol, whatever their versions: the unit in which observations from different places are
 * reconciled. Immutable.
 *
 * @param source the caller
 * @param destination the callee
 * @param protocol as in {@link Edge#protocol}, and cut like it
 */
public record Relation(Node source, Node destination, String protocol) implements Comparable<Relation> {
    private static final Comparator<Relation> ORDER = Comparator.comparing(Relation::source)
            .thenComparing(Relation::destination)
            .thenComparing(Relation::protocol);

    public Relation {
        requireNonNull(source, "source");
        requireNonNull(destination, "destination");
        protocol = Names.limit(requireNonNull(protocol, "protocol"), Names.MAX_LABEL_BYTES);
    }

    /** Written out, as that of {@link Edge}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Relation that
                        && source.equals(that.source)
                        && destination.equals(that.destination)
                        && protocol.equals(that.protocol);
    }

    @Override
    public int hashCode() {
        return (source.hashCode() * 31 + destination.hashCode()) * 31 + protocol.hashCode();
    }

    /** The edge between two versions. */
    public Edge edge(Versions versions) {
        return new Edge(source, versions.source(), destination, versions.destination(), protocol);
    }

    @Override
    public int compareTo(Relation other) {
        return ORDER.compare(this, other);
    }
}
