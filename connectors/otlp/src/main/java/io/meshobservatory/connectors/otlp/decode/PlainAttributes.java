/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import org.jspecify.annotations.Nullable;

/**
 * Reads attributes of the form that nearly all have, fast: a key and a string in either order and nothing else, all of it
 * ASCII, and in less than 128 bytes, so that each length is one byte. Attributes stand in a row, so that one look over all
 * bytes of a row tells that they are ASCII, and thereby UTF-8. Whatever has another form is left to
 * {@link AttributeReader}, and reads the same there.
 */
final class PlainAttributes {
    private static final int KEY = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int VALUE = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int STRING_VALUE = 1 << 3 | ProtoReader.LENGTH_DELIMITED;

    /** A tag and a length. */
    private static final int HEADER = 2;

    /** The headers of an attribute, its key, its value and the string in it. */
    private static final int MIN_LENGTH = 4 * HEADER;

    /** The tags among the first bytes of an attribute, in little-endian words: its own, the next, the one in a value. */
    private static final long TWO_TAGS = 0x0000_0000_00ff_00ffL;

    private static final long THREE_TAGS = 0x0000_00ff_00ff_00ffL;

    private final RowMemory before = new RowMemory();
    private final long keyFirst;
    private final long valueFirst;
    /** Of the attribute that was read last; null if the analysis does not read it. */
    private @Nullable AttributeKey lastKey;

    /** @param tag that of an attribute in the message around it, of one byte */
    PlainAttributes(int tag) {
        this.keyFirst = tag | KEY << 16;
        this.valueFirst = tag | VALUE << 16 | (long) STRING_VALUE << 32;
    }

    /**
     * Reads a row of attributes.
     *
     * @param from where the first one's tag stands
     * @param limit where the message around them ends
     * @return where the row ends; it is not certain yet that it is ASCII, so if it is not, its attributes are to be read
     *     again
     */
    int readRow(byte[] bytes, int from, int limit, Attributes into) {
        before.beginRow(bytes);
        int position = from;
        for (int place = 0; limit - position >= MIN_LENGTH; place++) {
            long head = Words.at(bytes, position);
            int end = position + HEADER + (byte) (head >>> 8);
            if (end > limit || end - position < MIN_LENGTH) {
                break;
            }
            if (before.putAgain(place, position, end, into)) {
                position = end;
                continue;
            }
            int first = (byte) (head >>> 24);
            int second = position + 2 * HEADER + first;
            if (first < 0 || end - second < HEADER) {
                break;
            }
            boolean read;
            if ((head & THREE_TAGS) == valueFirst) {
                read = (byte) (head >>> 40) == first - HEADER
                        && readKey(bytes, second, end, position + 3 * HEADER, second, into);
            } else {
                read = (head & TWO_TAGS) == keyFirst
                        && readValue(bytes, second, end, position + 2 * HEADER, second, into);
            }
            if (!read) {
                break;
            }
            before.remember(place, position, end, lastKey, into);
            position = end;
        }
        return position;
    }

    /** The key behind a text. */
    private boolean readKey(byte[] bytes, int from, int to, int textFrom, int textTo, Attributes into) {
        if (bytes[from] != KEY || from + HEADER + bytes[from + 1] != to) {
            return false;
        }
        put(bytes, from + HEADER, to, textFrom, textTo, into);
        return true;
    }

    /** The value behind a key. */
    private boolean readValue(byte[] bytes, int from, int to, int keyFrom, int keyTo, Attributes into) {
        int text = from + 2 * HEADER;
        if (text > to
                || bytes[from] != VALUE
                || from + HEADER + bytes[from + 1] != to
                || bytes[from + HEADER] != STRING_VALUE
                || text + bytes[text - 1] != to) {
            return false;
        }
        put(bytes, keyFrom, keyTo, text, to, into);
        return true;
    }

    private void put(byte[] bytes, int keyFrom, int keyTo, int textFrom, int textTo, Attributes into) {
        AttributeKey key = AttributeKeys.find(bytes, keyFrom, keyTo);
        lastKey = key;
        if (key != null) {
            AttributeTexts.put(key, bytes, textFrom, textTo, into);
        }
    }
}
