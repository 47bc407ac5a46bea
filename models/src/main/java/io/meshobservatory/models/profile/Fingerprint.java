/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.Node;

/**
 * 64-bit stand-ins for names in states, the same in every JVM: FNV-1a over the characters, scrambled by the finalizer of
 * MurmurHash3 (Austin Appleby, public domain). Among 2,000 names two are the same once in about ten million million.
 */
final class Fingerprint {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    static long of(String text) {
        return scrambled(add(BASIS, text));
    }

    /** A short one, for the operations of one edge. */
    static int shortOf(String text) {
        return (int) of(text);
    }

    static long of(Node node) {
        return scrambled(add(BASIS, node));
    }

    /** Of a node that is called, or calls, by a protocol. */
    static long of(Node node, String protocol) {
        return scrambled(add(add(BASIS, node), protocol));
    }

    private static long add(long hash, Node node) {
        long named = add(add(add(hash, node.cluster()), node.namespace()), node.name());
        return (named ^ node.kind().ordinal()) * PRIME;
    }

    private static long add(long hash, String text) {
        long added = hash;
        for (int i = 0; i < text.length(); i++) {
            added = (added ^ text.charAt(i)) * PRIME;
        }
        // so that the end of one name and the beginning of the next do not flow together
        return (added ^ 0xffff) * PRIME;
    }

    private static long scrambled(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
