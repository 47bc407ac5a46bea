/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import java.util.Arrays;

/**
 * Follows, from each of a number of positions, a way of single steps to its end. Each position is visited once, so that the
 * cost is linear however long the ways are; a way that runs in a circle leads nowhere.
 */
final class Ways {
    /** No position. */
    static final int NONE = -1;

    /** What a step returns at a position that is itself the end of its way. */
    static final int END = -2;

    private static final int OPEN = -3;
    private static final int ON_PATH = -4;

    private Ways() {}

    /** One step of a way. */
    interface Step {
        /** The next position, {@link #END} at the end, {@link #NONE} where the way leads nowhere. */
        int from(int position);
    }

    /** Where the way from each position ends, {@link #NONE} where it leads nowhere. */
    static int[] ends(int positions, Step step) {
        int[] ends = new int[positions];
        Arrays.fill(ends, OPEN);
        int[] path = new int[positions];
        for (int start = 0; start < positions; start++) {
            int length = 0;
            int at = start;
            while (ends[at] == OPEN) {
                ends[at] = ON_PATH;
                path[length++] = at;
                int next = step.from(at);
                if (next < 0) {
                    ends[at] = next == END ? at : NONE;
                } else {
                    at = next;
                }
            }
            int end = ends[at] == ON_PATH ? NONE : ends[at];
            while (length > 0) {
                ends[path[--length]] = end;
            }
        }
        return ends;
    }
}
