/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.graph;

import java.util.Comparator;
import java.util.Objects;

/**
 * A node of the stated graph. Immutable.
 *
 * @param cluster the cluster's id; {@value #UNKNOWN} where the telemetry does not tell it, {@value #NONE} outside all
 * @param namespace the Kubernetes namespace, with the same two special values
 * @param name the service, database, topic or host
 * @param kind what it is
 */
public record SimulatedNode(String cluster, String namespace, String name, Kind kind)
        implements Comparable<SimulatedNode> {
    /** Stands for what the telemetry does not tell. */
    public static final String UNKNOWN = "unknown";

    /** Stands for what does not exist, as the namespace of a topic. */
    public static final String NONE = "-";

    /** Everybody who comes from a public address. */
    public static final SimulatedNode INTERNET = external("internet");

    private static final Comparator<SimulatedNode> ORDER = Comparator.comparing(SimulatedNode::namespace)
            .thenComparing(SimulatedNode::name)
            .thenComparing(SimulatedNode::cluster)
            .thenComparing(SimulatedNode::kind);

    /** What a node is, in the words of the service graph. */
    public enum Kind {
        SERVICE,
        DATABASE,
        MESSAGING,
        GATEWAY,
        EXTERNAL,
        UNKNOWN
    }

    public SimulatedNode {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
    }

    /** A host outside the mesh. */
    public static SimulatedNode external(String host) {
        return new SimulatedNode(NONE, NONE, host, Kind.EXTERNAL);
    }

    @Override
    public int compareTo(SimulatedNode other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return cluster + "/" + namespace + "/" + name + " (" + kind + ")";
    }
}
