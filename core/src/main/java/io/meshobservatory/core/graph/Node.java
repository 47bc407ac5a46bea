/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A node of the service graph. Immutable; two nodes are the same exactly when all four parts are equal. Names come from
 * outside, so they are cut to 63 (cluster, namespace) and 253 bytes (name), and control characters are replaced.
 *
 * @param cluster the cluster, {@link #UNKNOWN_NAME} where the telemetry does not say, {@link #NOT_APPLICABLE} for a
 *     host outside every cluster
 * @param namespace the namespace, with the same two special values
 * @param name the service, database, topic or host
 * @param kind what it is
 */
public record Node(String cluster, String namespace, String name, NodeKind kind) implements Comparable<Node> {
    /** Stands for a part that the telemetry does not tell; Istio writes the same word. */
    public static final String UNKNOWN_NAME = "unknown";

    /** Stands for a part that does not exist, as the namespace of a host on the internet. */
    public static final String NOT_APPLICABLE = "-";

    private static final Comparator<Node> ORDER = Comparator.comparing(Node::cluster)
            .thenComparing(Node::namespace)
            .thenComparing(Node::name)
            .thenComparing(Node::kind);

    public Node {
        cluster = Names.limit(requireNonNull(cluster, "cluster"), Names.MAX_LABEL_BYTES);
        namespace = Names.limit(requireNonNull(namespace, "namespace"), Names.MAX_LABEL_BYTES);
        name = Names.limit(requireNonNull(name, "name"), Names.MAX_NAME_BYTES);
        requireNonNull(kind, "kind");
    }

    /** A host outside the mesh: it has neither cluster nor namespace. */
    public static Node external(String host) {
        return new Node(NOT_APPLICABLE, NOT_APPLICABLE, host, NodeKind.EXTERNAL);
    }

    /** Whether this node never sent telemetry itself and no registry names it. */
    public boolean isUnseen() {
        return kind == NodeKind.EXTERNAL || kind == NodeKind.UNKNOWN;
    }

    /** Whether the telemetry leaves out its cluster or its namespace. */
    public boolean isHalfTold() {
        return cluster.equals(UNKNOWN_NAME) || namespace.equals(UNKNOWN_NAME);
    }

    /** Whether the other may be this node, told with less: equal but for its cluster or namespace, which it does not tell. */
    public boolean fills(Node other) {
        return !equals(other)
                && name.equals(other.name)
                && kind == other.kind
                && fills(cluster, other.cluster)
                && fills(namespace, other.namespace);
    }

    private static boolean fills(String mine, String other) {
        return mine.equals(other) || other.equals(UNKNOWN_NAME);
    }

    /** Written out, since the same object mostly meets itself: that is cheap to see. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Node that
                        && kind == that.kind
                        && name.equals(that.name)
                        && namespace.equals(that.namespace)
                        && cluster.equals(that.cluster);
    }

    /** The same in every JVM, unlike that of a record with an enum: streams are partitioned by it. */
    @Override
    public int hashCode() {
        return ((cluster.hashCode() * 31 + namespace.hashCode()) * 31 + name.hashCode()) * 31 + kind.ordinal();
    }

    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }
}
