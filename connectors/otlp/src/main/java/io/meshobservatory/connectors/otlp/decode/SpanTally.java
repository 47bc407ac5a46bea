/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Arrays;

/**
 * Counts how often each span stands in a list, in one table of numbers that is reused. An entry belongs to the list whose
 * number it bears, so that to forget a list costs nothing, however large one before it was. Not thread-safe.
 */
final class SpanTally {
    private static final int FIELDS = 5;
    private static final int KIND = 3;

    /** The number of the list in the upper half, the count in the lower. */
    private static final int COUNT = 4;

    private static final int FIRST_CAPACITY = 128;
    private static final int KEPT_CAPACITY = 1 << 16;

    private long[] table = new long[FIRST_CAPACITY * FIELDS];
    private int list = 1;
    private int size;

    /** Forgets all spans. */
    void clear() {
        if (table.length > KEPT_CAPACITY * FIELDS) {
            table = new long[FIRST_CAPACITY * FIELDS];
        } else if (list == Integer.MAX_VALUE) {
            Arrays.fill(table, 0);
            list = 0;
        }
        list++;
        size = 0;
    }

    /** How often a span was counted before this. */
    int count(long traceIdHigh, long traceIdLow, long spanId, int kind) {
        if ((size + 1) * 2 * FIELDS > table.length) {
            grow();
        }
        int at = find(traceIdHigh, traceIdLow, spanId, kind);
        if (table[at + COUNT] >>> 32 != list) {
            table[at] = traceIdHigh;
            table[at + 1] = traceIdLow;
            table[at + 2] = spanId;
            table[at + KIND] = kind;
            table[at + COUNT] = (long) list << 32;
            size++;
        }
        return (int) table[at + COUNT]++;
    }

    /** The place of a span, or the free one where it belongs. */
    private int find(long traceIdHigh, long traceIdLow, long spanId, int kind) {
        int capacity = table.length / FIELDS;
        long hash = ((traceIdHigh * 31 + traceIdLow) * 31 + spanId) * 31 + kind;
        hash *= Words.MULTIPLIER;
        int slot = (int) (hash >>> 40) & (capacity - 1);
        while (true) {
            int at = slot * FIELDS;
            boolean free = table[at + COUNT] >>> 32 != list;
            if (free
                    || (table[at + 2] == spanId
                            && table[at + 1] == traceIdLow
                            && table[at] == traceIdHigh
                            && table[at + KIND] == kind)) {
                return at;
            }
            slot = (slot + 1) & (capacity - 1);
        }
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (int from = 0; from < old.length; from += FIELDS) {
            if (old[from + COUNT] >>> 32 == list) {
                int to = find(old[from], old[from + 1], old[from + 2], (int) old[from + KIND]);
                System.arraycopy(old, from, table, to, FIELDS);
            }
        }
    }
}
