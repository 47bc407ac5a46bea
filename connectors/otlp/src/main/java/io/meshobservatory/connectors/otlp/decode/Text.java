/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Arrays;

/**
 * A short text in UTF-8, made to be compared with others that stand somewhere in a buffer. Not empty; immutable. What is
 * remembered of a text extends this, so that it is found with one look less.
 */
abstract class Text {
    private final byte[] bytes;
    private final long first;
    private final long last;

    Text(byte[] in, int from, int to) {
        bytes = Arrays.copyOfRange(in, from, to);
        first = Words.first(in, from, to);
        last = Words.last(in, from, to);
    }

    /**
     * Whether the bytes are this text. Its ends tell of up to sixteen bytes; those between are only looked at in longer
     * ones.
     *
     * @param itsFirst what {@link Words#first} gives for the bytes
     * @param itsLast what {@link Words#last} gives for them
     */
    final boolean is(byte[] in, int from, int to, long itsFirst, long itsLast) {
        if (itsLast != last || itsFirst != first || to - from != bytes.length) {
            return false;
        }
        for (int i = 8; i < bytes.length - 8; i += 8) {
            if (Words.at(in, from + i) != Words.at(bytes, i)) {
                return false;
            }
        }
        return true;
    }
}
