/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

/**
 * Gives equal edges as one object, mostly, where equal nodes mostly are one object: the same few thousand edges are met again and
 * again, and a known object saves its making, and costs a mere comparison of references where it is looked up. Memory: 4 bytes
 * for each place, and the edges in them; an edge whose places are taken replaces another. Keep one for each thread. Not
 * thread-safe.
 */
public final class EdgeInterner {
    private final Edge[] places;
    private final int shift;
    private Node nobody = nobody(Node.UNKNOWN_NAME);

    /**
     * @param sizeLog2 the binary logarithm of the number of places, from 1 to 24; twice as many places as edges keep
     *     nearly all of them
     */
    public EdgeInterner(int sizeLog2) {
        if (sizeLog2 < 1 || sizeLog2 > 24) {
            throw new IllegalArgumentException("places for 2^" + sizeLog2 + " edges (expected: from 2^1 to 2^24)");
        }
        this.places = new Edge[1 << sizeLog2];
        this.shift = Integer.SIZE - sizeLog2;
    }

    /** The edge with these parts; see {@link Edge}. */
    public Edge edge(Node source, String sourceVersion, Node destination, String destinationVersion, String protocol) {
        // nodes are interned, mostly: their contents need not be looked at, which would mostly be far away
        int ends = System.identityHashCode(source) * 31 + System.identityHashCode(destination);
        int place = ends * 0x9E3779B9 >>> shift;
        Edge first = places[place];
        if (first != null && is(first, source, sourceVersion, destination, destinationVersion, protocol)) {
            return first;
        }
        Edge second = places[place ^ 1];
        if (second != null && is(second, source, sourceVersion, destination, destinationVersion, protocol)) {
            return second;
        }
        if (first == null || second == null) {
            Edge made = new Edge(source, sourceVersion, destination, destinationVersion, protocol);
            places[first == null ? place : place ^ 1] = made;
            return made;
        }
        return another(ends, source, sourceVersion, destination, destinationVersion, protocol);
    }

    /** The edge with these parts, if two others have its place: their ends may be the same, and the versions others. */
    private Edge another(
            int ends, Node source, String sourceVersion, Node destination, String destinationVersion, String protocol) {
        int hash = (ends * 31 + sourceVersion.hashCode()) * 31 + destinationVersion.hashCode();
        int place = (hash * 31 + protocol.hashCode()) * 0x9E3779B9 >>> shift;
        Edge known = places[place];
        if (known != null && is(known, source, sourceVersion, destination, destinationVersion, protocol)) {
            return known;
        }
        Edge made = new Edge(source, sourceVersion, destination, destinationVersion, protocol);
        places[place] = made;
        return made;
    }

    /** A peer of which nothing is known but the cluster that it was seen from. */
    public Node unknownIn(String cluster) {
        if (!nobody.cluster().equals(cluster)) {
            nobody = nobody(cluster);
        }
        return nobody;
    }

    private static Node nobody(String cluster) {
        return new Node(cluster, Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
    }

    private static boolean is(
            Edge edge,
            Node source,
            String sourceVersion,
            Node destination,
            String destinationVersion,
            String protocol) {
        return edge.source().equals(source)
                && edge.destination().equals(destination)
                && edge.sourceVersion().equals(sourceVersion)
                && edge.destinationVersion().equals(destinationVersion)
                && edge.protocol().equals(protocol);
    }
}
