/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Recognises {@link AttributeKey}s in UTF-8 bytes without making strings: a hash over the length and the two ends, then
 * one comparison. Immutable and thread-safe.
 */
final class AttributeKeys {
    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    /** By slot, what {@link Words#first} and {@link Words#last} give for the name; nothing where {@link #LENGTHS} is 0. */
    private static final long[] ENDS = new long[2 * SLOTS];

    private static final int[] LENGTHS = new int[SLOTS];
    private static final byte[][] NAMES = new byte[SLOTS][];
    private static final @Nullable AttributeKey[] KEYS = new AttributeKey[SLOTS];

    static {
        for (AttributeKey key : AttributeKey.values()) {
            byte[] name = key.key().getBytes(StandardCharsets.UTF_8);
            long first = Words.first(name, 0, name.length);
            long last = Words.last(name, 0, name.length);
            int slot = slot(name.length, first, last);
            while (KEYS[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            ENDS[2 * slot] = first;
            ENDS[2 * slot + 1] = last;
            LENGTHS[slot] = name.length;
            NAMES[slot] = name;
            KEYS[slot] = key;
        }
    }

    private AttributeKeys() {}

    /** The key whose name is exactly these bytes, null if the analysis does not read it. */
    static @Nullable AttributeKey find(byte[] bytes, int from, int to) {
        if (from == to) {
            return null;
        }
        int length = to - from;
        long first = Words.first(bytes, from, to);
        long last = Words.last(bytes, from, to);
        for (int slot = slot(length, first, last); LENGTHS[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
            if (ENDS[2 * slot + 1] == last
                    && ENDS[2 * slot] == first
                    && LENGTHS[slot] == length
                    && (length <= 2 * Long.BYTES || isSameBetweenEnds(bytes, from, NAMES[slot]))) {
                return KEYS[slot];
            }
        }
        return null;
    }

    /** Whether what is neither in the first nor in the last word of a name is the same. */
    private static boolean isSameBetweenEnds(byte[] bytes, int from, byte[] name) {
        for (int i = Long.BYTES; i < name.length - Long.BYTES; i += Long.BYTES) {
            if (Words.at(bytes, from + i) != Words.at(name, i)) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int length, long first, long last) {
        return (int) ((first * 31 + last + length) * Words.MULTIPLIER >>> (64 - SLOT_BITS));
    }
}
