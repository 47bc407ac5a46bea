/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes looked at eight at a time, as little-endian numbers. The texts in spans are short, and most of their length goes
 * by in a few words. Stateless.
 */
final class Words {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    /** How many digits are in one word. */
    static final int MAX_DIGITS = 8;

    private static final long ZEROS = 0x3030303030303030L;
    private static final long UPPER_HALVES = 0xf0f0f0f0f0f0f0f0L;
    private static final long NINES_CARRY = 0x0606060606060606L;
    private static final long PAIR_MASK = 0x000000ff000000ffL;
    private static final long PAIRS_HIGH = 0x000f424000000064L;
    private static final long PAIRS_LOW = 0x0000271000000001L;

    /** Of hashes: the golden ratio of 64 bits. */
    static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private Words() {}

    /** The eight bytes from a position. */
    static long at(byte[] bytes, int position) {
        return (long) LONG.get(bytes, position);
    }

    /** The first eight bytes of a text, 0 if it has not more than those of {@link #last}. */
    static long first(byte[] bytes, int from, int to) {
        return to - from > 8 ? at(bytes, from) : 0;
    }

    /** The last bytes of a text of at least one byte: eight of them, or all if it is shorter, with zeros below. */
    static long last(byte[] bytes, int from, int to) {
        if (to >= 8) {
            long word = at(bytes, to - 8);
            return to - from >= 8 ? word : word & (-1L << (64 - 8 * (to - from)));
        }
        long word = 0;
        for (int i = from; i < to; i++) {
            word = word >>> 8 | (long) bytes[i] << 56;
        }
        return word;
    }

    /**
     * The number that a text of digits is, {@link Attributes#ABSENT} if one is none; without a branch for each digit. Source
     * of the method: Daniel Lemire, "Quickly parsing eight digits".
     *
     * @param last what {@link #last} gives for the text
     * @param length of the text, at most {@value #MAX_DIGITS}
     */
    static long number(long last, int length) {
        long digits = length == 8 ? last : last | (ZEROS >>> (8 * length));
        long halves = digits & UPPER_HALVES;
        long carried = (digits + NINES_CARRY) & UPPER_HALVES;
        if (halves != ZEROS || carried != ZEROS) {
            return Attributes.ABSENT;
        }
        long values = digits - ZEROS;
        long pairs = values * 10 + (values >>> 8);
        return ((pairs & PAIR_MASK) * PAIRS_HIGH + ((pairs >>> 16) & PAIR_MASK) * PAIRS_LOW) >>> 32;
    }

    /** Whether all bytes are ASCII; the last word overlaps those before. */
    static boolean isAscii(byte[] bytes, int from, int to) {
        if (from >= to) {
            return true;
        }
        long seen = last(bytes, from, to);
        for (int i = from; i < to - 8; i += 8) {
            seen |= at(bytes, i);
        }
        return (seen & NOT_ASCII) == 0;
    }

    /**
     * A hash of a text of at least one byte, well mixed in its upper bits.
     *
     * @param first what {@link #first} gives for the text
     * @param last what {@link #last} gives for it
     */
    static long hash(byte[] bytes, int from, int to, long first, long last) {
        long even = first * MULTIPLIER + (to - from);
        long odd = last;
        // of each two words, the products do not wait for each other
        int i = from + 8;
        for (; i < to - 16; i += 16) {
            even = mixed((even ^ at(bytes, i)) * MULTIPLIER);
            odd = mixed((odd ^ at(bytes, i + 8)) * MULTIPLIER);
        }
        if (i < to - 8) {
            even = mixed((even ^ at(bytes, i)) * MULTIPLIER);
        }
        return (mixed(even) + odd) * MULTIPLIER;
    }

    /** Likewise. */
    static long hash(byte[] bytes, int from, int to) {
        return hash(bytes, from, to, first(bytes, from, to), last(bytes, from, to));
    }

    /** Whether two texts of the same length are the same bytes. */
    static boolean same(byte[] one, int from, byte[] other, int otherFrom, int length) {
        if (length < 8) {
            for (int i = 0; i < length; i++) {
                if (one[from + i] != other[otherFrom + i]) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i < length - 8; i += 8) {
            if (at(one, from + i) != at(other, otherFrom + i)) {
                return false;
            }
        }
        return at(one, from + length - 8) == at(other, otherFrom + length - 8);
    }

    /** Of a product by the multiplier, whose lower bits depend on few of what went in. */
    static long mixed(long product) {
        return product ^ product >>> 29;
    }
}
