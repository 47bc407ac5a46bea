/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import java.security.SecureRandom;

/**
 * Positions of spans by their ids: an open hash table in two arrays, since it is made for each trace and thrown away.
 *
 * <p>Ids come from outside. Multiplying by an odd number that is drawn anew in each program is a universal family of hash
 * functions (Dietzfelbinger, Hagerup, Katajainen, Penttonen: A Reliable Randomized Algorithm for the Closest-Pair Problem,
 * 1997): nobody can choose ids that collide. Not thread-safe.
 */
final class SpanIds {
    /** No position. */
    static final int NONE = -1;

    private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

    private final long[] ids;

    /** The position of each id plus one; 0 where the table is free. */
    private final int[] places;

    private final int shift;

    /** @param spans how many ids there will be at most */
    SpanIds(int spans) {
        int slots = Integer.highestOneBit(Math.max(spans, 1) * 2 - 1) << 1;
        this.ids = new long[slots];
        this.places = new int[slots];
        this.shift = Long.numberOfLeadingZeros(slots) + 1;
    }

    /**
     * Notes where the span with an id is.
     *
     * @return where the span with that id is that was noted before, {@link #NONE} if there is none
     */
    int put(long id, int position) {
        int slot = slot(id);
        int before = places[slot] - 1;
        ids[slot] = id;
        places[slot] = position + 1;
        return before;
    }

    /** Where the span with an id is that was noted last, {@link #NONE} if there is none. */
    int position(long id) {
        return places[slot(id)] - 1;
    }

    private int slot(long id) {
        int slot = (int) (id * MULTIPLIER >>> shift);
        while (places[slot] != 0 && ids[slot] != id) {
            slot = (slot + 1) & (places.length - 1);
        }
        return slot;
    }
}
