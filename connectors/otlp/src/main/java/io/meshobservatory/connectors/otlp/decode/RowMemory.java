/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What became of the attributes of spans before, by their places in the row: the spans of one proxy tell the same node,
 * service and namespace at the same places, byte by byte, and mostly the same status. An attribute that stood there before is
 * put without looking up its key and its text. A place where others come again and again is left alone until the next
 * request. Not thread-safe.
 */
final class RowMemory {
    private static final int PLACES = 32;
    /** So often in a row may an attribute at a place be another one. */
    private static final int MAX_MISSES = 3;

    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    private final int[] froms = new int[PLACES];
    /** Of the attributes remembered; 0 where none is. */
    private final int[] lengths = new int[PLACES];

    private final int[] misses = new int[PLACES];
    /** Null for one that the analysis does not read. */
    private final @Nullable AttributeKey[] keys = new AttributeKey[PLACES];
    /** Null for one without a value, and for one that is a number. */
    private final @Nullable String[] values = new String[PLACES];

    private final long[] numbers = new long[PLACES];
    /** Where the digits of a number stand in the attribute. */
    private final int[] textFroms = new int[PLACES];

    private final int[] textLengths = new int[PLACES];

    /** Rows of a request are read next; forgets those of another. */
    void beginRow(byte[] request) {
        if (bytes != request) {
            bytes = request;
            Arrays.fill(lengths, 0);
            Arrays.fill(misses, 0);
        }
    }

    /** Puts the attribute at a place of the row as it was put before, if it is the same; else returns false. */
    boolean putAgain(int place, int from, int to, Attributes into) {
        if (place >= PLACES || lengths[place] == 0) {
            return false;
        }
        int before = froms[place];
        int length = lengths[place];
        if (length != to - from || !Arrays.equals(bytes, from, to, bytes, before, before + length)) {
            lengths[place] = 0;
            misses[place]++;
            return false;
        }
        misses[place] = 0;
        AttributeKey key = keys[place];
        if (key != null) {
            String value = values[place];
            if (value != null) {
                into.putLimited(key, value);
            } else if (numbers[place] != Attributes.ABSENT) {
                int text = from + textFroms[place];
                into.put(key, bytes, text, text + textLengths[place], numbers[place]);
            } else {
                into.putOther(key);
            }
        }
        return true;
    }

    /**
     * Remembers how an attribute at a place was put.
     *
     * @param key null if it was not
     * @param in where it was put
     */
    void remember(int place, int from, int to, @Nullable AttributeKey key, Attributes in) {
        if (place >= PLACES || misses[place] > MAX_MISSES) {
            return;
        }
        if (key != null) {
            String value = null;
            long number = Attributes.ABSENT;
            if (in.has(key)) {
                switch (key.form()) {
                    case NAME -> value = in.string(key);
                    case NUMBER -> number = in.number(key);
                    case PATH -> {}
                }
                if (value == null && number == Attributes.ABSENT) {
                    return;
                }
            }
            values[place] = value;
            numbers[place] = number;
            if (number != Attributes.ABSENT) {
                textFroms[place] = in.start(key) - from;
                textLengths[place] = in.end(key) - in.start(key);
            }
        }
        keys[place] = key;
        froms[place] = from;
        lengths[place] = to - from;
    }
}
