/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import java.security.SecureRandom;

/**
 * Positions of spans by their ids: a list of few, or an open hash table in two arrays, since it is made for each trace and thrown
 * away.
 *
 * <p>Ids come from outside. Multiplying by an odd number that is drawn anew in each program is a universal family of hash
 * functions (Dietzfelbinger, Hagerup, Katajainen, Penttonen: A Reliable Randomized Algorithm for the Closest-Pair Problem,
 * 1997): nobody can choose ids that collide. Not thread-safe.
 */
final class SpanIds {
    /** No position. */
    static final int NONE = -1;

    private static final long MULTIPLIER = new SecureRandom().nextLong() | 1;

    /** So many ids stand in a list instead, and are looked at one by one: most traces are small. */
    private static final int FEW = 12;

    private final long[] ids;

    /** The position of each id plus one; 0 where the table is free. */
    private final int[] places;

    private final int shift;
    private final boolean few;
    private int listed;

    /** @param spans how many ids there will be at most */
    SpanIds(int spans) {
        this.few = spans <= FEW;
        int slots = few ? spans : Integer.highestOneBit(spans * 2 - 1) << 1;
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
        int slot = few ? find(id) : slot(id);
        if (few && slot == NONE) {
            slot = listed++;
        }
        int before = places[slot] - 1;
        ids[slot] = id;
        places[slot] = position + 1;
        return before;
    }

    /** Where the span with an id is that was noted last, {@link #NONE} if there is none. */
    int position(long id) {
        if (few) {
            int found = find(id);
            return found == NONE ? NONE : places[found] - 1;
        }
        return places[slot(id)] - 1;
    }

    /** Where an id stands in the list. */
    private int find(long id) {
        for (int i = listed - 1; i >= 0; i--) {
            if (ids[i] == id) {
                return i;
            }
        }
        return NONE;
    }

    private int slot(long id) {
        int slot = (int) (id * MULTIPLIER >>> shift);
        while (places[slot] != 0 && ids[slot] != id) {
            slot = (slot + 1) & (places.length - 1);
        }
        return slot;
    }
}
