/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An edge of the service graph: who calls whom, in which version, by which protocol. Immutable. Versions and protocols are
 * cut to 63 bytes, and control characters replaced.
 *
 * @param source the caller
 * @param sourceVersion the caller's version, {@link Node#UNKNOWN_NAME} where not told
 * @param destination the callee
 * @param destinationVersion the callee's version, {@link Node#UNKNOWN_NAME} where not told
 * @param protocol {@code http}, {@code grpc}, another RPC, database or messaging system in OpenTelemetry's spelling, or
 *     {@link Node#UNKNOWN_NAME}
 */
public record Edge(Node source, String sourceVersion, Node destination, String destinationVersion, String protocol)
        implements Comparable<Edge> {
    private static final Comparator<Edge> ORDER = Comparator.comparing(Edge::source)
            .thenComparing(Edge::destination)
            .thenComparing(Edge::protocol)
            .thenComparing(Edge::sourceVersion)
            .thenComparing(Edge::destinationVersion);

    public Edge {
        requireNonNull(source, "source");
        sourceVersion = Names.limit(requireNonNull(sourceVersion, "sourceVersion"), Names.MAX_LABEL_BYTES);
        requireNonNull(destination, "destination");
        destinationVersion =
                Names.limit(requireNonNull(destinationVersion, "destinationVersion"), Names.MAX_LABEL_BYTES);
        protocol = Names.limit(requireNonNull(protocol, "protocol"), Names.MAX_LABEL_BYTES);
    }

    @Override
    public int compareTo(Edge other) {
        return ORDER.compare(this, other);
    }

    /** Written out, since the same object mostly meets itself: that is cheap to see. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Edge that
                        && source.equals(that.source)
                        && destination.equals(that.destination)
                        && sourceVersion.equals(that.sourceVersion)
                        && destinationVersion.equals(that.destinationVersion)
                        && protocol.equals(that.protocol);
    }

    @Override
    public int hashCode() {
        int nodes = source.hashCode() * 31 + destination.hashCode();
        return ((nodes * 31 + sourceVersion.hashCode()) * 31 + destinationVersion.hashCode()) * 31
                + protocol.hashCode();
    }

    /** The same without the versions. */
    public Relation relation() {
        return new Relation(source, destination, protocol);
    }
}
