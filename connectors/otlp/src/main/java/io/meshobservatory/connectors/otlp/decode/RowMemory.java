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
    /** The hash of a name, or the number that a text is. */
    private final long[] numbers = new long[PLACES];
    /** Where the text stands in the attribute; of length 0 where it has no value. */
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
            int text = from + textFroms[place];
            int end = text + textLengths[place];
            if (text == end) {
                into.putOther(key);
            } else if (key.form() == AttributeKey.Form.NAME) {
                into.putName(key, bytes, text, end, numbers[place]);
            } else {
                into.put(key, bytes, text, end, numbers[place]);
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
            textLengths[place] = 0;
            if (in.has(key)) {
                if (!in.hasBytes(key) || !isWorth(key, in)) {
                    return;
                }
                numbers[place] = key.form() == AttributeKey.Form.NAME ? in.hash(key) : in.number(key);
                textFroms[place] = in.start(key) - from;
                textLengths[place] = in.end(key) - in.start(key);
            }
        }
        keys[place] = key;
        froms[place] = from;
        lengths[place] = to - from;
    }

    /** Paths are others each time, and so are numbers that are none. */
    private static boolean isWorth(AttributeKey key, Attributes in) {
        return switch (key.form()) {
            case NAME -> true;
            case NUMBER -> in.number(key) != Attributes.ABSENT;
            case PATH -> false;
        };
    }
}
