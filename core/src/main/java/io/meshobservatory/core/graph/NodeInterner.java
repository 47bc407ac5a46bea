/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

/**
 * Gives equal nodes as one object, mostly, as {@link EdgeInterner} does with edges. Memory: 4 bytes for each place, and the nodes
 * in them; a node whose two places are taken replaces the older one. Keep one for each thread. Not thread-safe.
 */
public final class NodeInterner {
    private final Node[] places;
    private final int shift;

    /** @param sizeLog2 the binary logarithm of the number of places, from 1 to 24 */
    public NodeInterner(int sizeLog2) {
        if (sizeLog2 < 1 || sizeLog2 > 24) {
            throw new IllegalArgumentException("places for 2^" + sizeLog2 + " nodes (expected: from 2^1 to 2^24)");
        }
        this.places = new Node[1 << sizeLog2];
        this.shift = Integer.SIZE - sizeLog2;
    }

    /** An equal node, mostly the same object as before. */
    public Node node(Node node) {
        int place = node.hashCode() * 0x9E3779B9 >>> shift;
        Node known = places[place];
        if (node.equals(known)) {
            return known;
        }
        Node other = places[place ^ 1];
        if (node.equals(other)) {
            return other;
        }
        if (known != null) {
            places[place ^ 1] = known;
        }
        places[place] = node;
        return node;
    }
}
