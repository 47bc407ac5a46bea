/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/**
 * A set of attributes, to ask with one look whether any of them is there: most spans have none of most kinds. A record, as
 * the compiler takes the parts of those for constants. Immutable.
 *
 * @param first a bit for each of the first 64 keys
 * @param second likewise of the next
 * @param third and of the last
 */
record AttributeSet(long first, long second, long third) {
    /** How many words hold a bit for each key. */
    static final int WORDS = 3;

    static AttributeSet of(AttributeKey... keys) {
        long[] words = new long[WORDS];
        for (AttributeKey key : keys) {
            words[key.ordinal() >>> 6] |= 1L << key.ordinal();
        }
        return new AttributeSet(words[0], words[1], words[2]);
    }

    /** Whether a set of {@value #WORDS} such words has none but these. */
    boolean holds(long[] words) {
        return ((words[0] & ~first) | (words[1] & ~second) | (words[2] & ~third)) == 0;
    }

    /** One of the words. */
    long word(int i) {
        return i == 0 ? first : i == 1 ? second : third;
    }

    /** Whether a set of {@value #WORDS} such words has any of these. */
    boolean meets(long[] words) {
        return ((words[0] & first) | (words[1] & second) | (words[2] & third)) != 0;
    }
}
