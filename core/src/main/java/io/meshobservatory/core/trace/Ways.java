/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import java.util.Arrays;

/**
 * Follows, from each of a number of positions, a way of single steps to its end. Each position is visited twice at most, so
 * that the cost is linear however long the ways are; a way that runs in a circle leads nowhere.
 */
final class Ways {
    /** No position. */
    static final int NONE = -1;

    /** The step of a position that is itself the end of its way. */
    static final int END = -2;

    private static final int OPEN = -3;
    private static final int ON_PATH = -4;

    private Ways() {}

    /**
     * Where the way from each position ends, {@link #NONE} where it leads nowhere.
     *
     * @param steps for each position the next one, {@link #END} at the end, {@link #NONE} where the way leads nowhere
     */
    static int[] ends(int[] steps) {
        int[] ends = new int[steps.length];
        Arrays.fill(ends, OPEN);
        for (int start = 0; start < steps.length; start++) {
            if (ends[start] != OPEN) {
                continue;
            }
            int last = start;
            int at = start;
            while (at >= 0 && ends[at] == OPEN) {
                ends[at] = ON_PATH;
                last = at;
                at = steps[at];
            }
            int end;
            if (at < 0) {
                end = at == END ? last : NONE;
            } else {
                end = ends[at] == ON_PATH ? NONE : ends[at];
            }
            for (at = start; at >= 0 && ends[at] == ON_PATH; at = steps[at]) {
                ends[at] = end;
            }
        }
        return ends;
    }
}
