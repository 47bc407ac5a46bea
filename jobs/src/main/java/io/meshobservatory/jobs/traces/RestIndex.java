/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.security.SecureRandom;
import java.util.function.IntPredicate;

/**
 * On which page each trace rests: a hash table with open addressing, 20 bytes for each place. Entries of pages that are gone
 * stay until the table is full; then it is built anew without them, so that forgetting a page costs nothing for each of its
 * traces. Not thread-safe.
 */
final class RestIndex {
    /** The page of a trace that does not rest. */
    static final int NONE = -1;

    private static final int MIN_PLACES = 1 << 10;
    private static final int TAKEN_OUT = -1;

    private final IntPredicate isKept;

    /** Drawn, so that nobody can choose trace ids that all fall into one place. */
    private final long highFactor;

    private final long lowFactor;
    private long[] halves = new long[2 * MIN_PLACES];

    /** By place: one more than the page; 0 if the place is free. */
    private int[] pages = new int[MIN_PLACES];

    private int used;

    /** @param isKept whether a page is not gone */
    RestIndex(IntPredicate isKept) {
        this.isKept = isKept;
        SecureRandom random = new SecureRandom();
        highFactor = random.nextLong() | 1;
        lowFactor = random.nextLong() | 1;
    }

    /** Notes the page of a trace, from 0 on, and tells the one before; {@link #NONE} if there was none. */
    int put(long high, long low, int page) {
        if (used >= pages.length / 5 * 3) {
            rebuild();
        }
        int place = place(high, low);
        int before = pages[place];
        if (before == 0) {
            used++;
            halves[2 * place] = high;
            halves[2 * place + 1] = low;
        }
        pages[place] = page + 1;
        return before > 0 ? before - 1 : NONE;
    }

    /** Takes a trace out, and tells its page, which may be gone; {@link #NONE} if there was none. */
    int remove(TraceId id) {
        int place = place(id.high(), id.low());
        if (pages[place] == 0) {
            return NONE;
        }
        int page = pages[place];
        // the place stays taken: others may have been put behind it
        pages[place] = TAKEN_OUT;
        return page > 0 ? page - 1 : NONE;
    }

    /** How many entries it has room for. */
    int places() {
        return pages.length;
    }

    /** Reads the first place of a trace, so that the processor has it when it is asked for. What is returned means nothing. */
    long touch(long high, long low) {
        int place = firstPlace(high, low);
        return halves[2 * place] + pages[place];
    }

    private int firstPlace(long high, long low) {
        long mixed = high * highFactor;
        mixed = (mixed ^ (mixed >>> 32) ^ low) * lowFactor;
        mixed = (mixed ^ (mixed >>> 32)) * highFactor;
        return (int) (mixed >>> 32) & (pages.length - 1);
    }

    /** The place of a trace, or the free one where it would be. */
    private int place(long high, long low) {
        int mask = pages.length - 1;
        int place = firstPlace(high, low);
        while (pages[place] != 0 && (halves[2 * place] != high || halves[2 * place + 1] != low)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** Into a table that is a third full at most. */
    private void rebuild() {
        long[] oldHalves = halves;
        int[] oldPages = pages;
        int kept = 0;
        for (int place = 0; place < oldPages.length; place++) {
            if (oldPages[place] > 0 && isKept.test(oldPages[place] - 1)) {
                kept++;
            } else {
                oldPages[place] = 0;
            }
        }
        int places = MIN_PLACES;
        while (places < 3 * kept) {
            places *= 2;
        }
        halves = new long[2 * places];
        pages = new int[places];
        used = 0;
        for (int place = 0; place < oldPages.length; place++) {
            if (oldPages[place] != 0) {
                put(oldHalves[2 * place], oldHalves[2 * place + 1], oldPages[place] - 1);
            }
        }
    }
}
