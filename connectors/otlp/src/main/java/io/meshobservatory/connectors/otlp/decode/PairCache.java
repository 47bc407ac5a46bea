/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what was made of two things. Fixed memory: {@value #SLOTS} results, each in the one place that its key gives
 * it, so that an old one gives way to a new one. Not thread-safe.
 *
 * @param <A> the first of the two
 * @param <B> the second
 * @param <R> what is made of them
 */
final class PairCache<A, B, R> {
    private static final int SLOT_BITS = 18;
    private static final int SLOTS = 1 << SLOT_BITS;

    private final @Nullable Entry<A, B, R>[] entries = newEntries();

    /** Of the keys of the entries: an entry of another key need not be looked at, which would mostly be far away. */
    private final int[] hashes = new int[SLOTS];

    /** What was made of the two, null if that is not remembered. */
    @Nullable
    R get(A first, B second) {
        int hash = hash(first, second);
        Entry<A, B, R> entry = hashes[slot(hash)] == hash ? entries[slot(hash)] : null;
        return entry != null && same(entry.first, first) && same(entry.second, second) ? entry.result : null;
    }

    /** Remembers it, and returns it. */
    R put(A first, B second, R result) {
        int hash = hash(first, second);
        entries[slot(hash)] = new Entry<>(first, second, result);
        hashes[slot(hash)] = hash;
        return result;
    }

    private static boolean same(Object one, Object other) {
        return one == other || one.equals(other);
    }

    private static int hash(Object first, Object second) {
        return first.hashCode() * 31 + second.hashCode();
    }

    private static int slot(int hash) {
        return hash * 0x9e3779b9 >>> (32 - SLOT_BITS);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <A, B, R> @Nullable Entry<A, B, R>[] newEntries() {
        return new Entry[SLOTS];
    }

    private static final class Entry<A, B, R> {
        private final A first;
        private final B second;
        private final R result;

        Entry(A first, B second, R result) {
            this.first = first;
            this.second = second;
            this.result = result;
        }
    }
}
