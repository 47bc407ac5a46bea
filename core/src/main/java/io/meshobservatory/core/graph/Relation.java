/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom by which protocol, whatever their versions: the unit in which observations from different places are
 * reconciled. Immutable. No record, since it keeps its hash: it is a key, asked for it again and again.
 */
public final class Relation implements Comparable<Relation> {
    private static final Comparator<Relation> ORDER = Comparator.comparing(Relation::source)
            .thenComparing(Relation::destination)
            .thenComparing(Relation::protocol);

    private final Node source;
    private final Node destination;
    private final String protocol;
    private final int hash;

    /**
     * @param source the caller
     * @param destination the callee
     * @param protocol as in {@link Edge#protocol}, and cut like it
     */
    public Relation(Node source, Node destination, String protocol) {
        this.source = requireNonNull(source, "source");
        this.destination = requireNonNull(destination, "destination");
        this.protocol = Names.limit(requireNonNull(protocol, "protocol"), Names.MAX_LABEL_BYTES);
        this.hash = (source.hashCode() * 31 + destination.hashCode()) * 31 + this.protocol.hashCode();
    }

    /** The caller. */
    public Node source() {
        return source;
    }

    /** The callee. */
    public Node destination() {
        return destination;
    }

    /** As in {@link Edge#protocol}. */
    public String protocol() {
        return protocol;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Relation that
                        && hash == that.hash
                        && source.equals(that.source)
                        && destination.equals(that.destination)
                        && protocol.equals(that.protocol);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "Relation[source=" + source + ", destination=" + destination + ", protocol=" + protocol + "]";
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
