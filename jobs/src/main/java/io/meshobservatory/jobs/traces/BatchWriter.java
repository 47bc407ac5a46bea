/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Gathers the texts and the slices of a batch, or the spans of one trace as they stand in state. Keeps its memory from batch to
 * batch. Not thread-safe.
 */
final class BatchWriter {
    private static final int FIRST_BYTES = 1 << 12;
    private static final int MAX_KEPT_BYTES = 1 << 22;
    private static final int FIRST_TEXTS = 64;
    private static final int MAX_KEPT_TEXTS = 1 << 16;

    private byte[] texts = new byte[FIRST_BYTES];
    private int textsLength;
    private int textCount;
    /** The texts, by their numbers. */
    private Text[] numbered = new Text[FIRST_TEXTS];

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private long batch = 1;

    /** The number of a text in this batch. */
    int number(Text text) {
        return text.isIn(batch) ? text.number() : add(text);
    }

    private int add(Text text) {
        byte[] added = text.bytes();
        if (texts.length - textsLength < added.length + Short.BYTES) {
            texts = Arrays.copyOf(texts, 2 * texts.length + added.length);
        }
        texts[textsLength] = (byte) (added.length >>> 8);
        texts[textsLength + 1] = (byte) added.length;
        System.arraycopy(added, 0, texts, textsLength + Short.BYTES, added.length);
        textsLength += Short.BYTES + added.length;
        if (textCount == numbered.length) {
            numbered = Arrays.copyOf(numbered, 2 * textCount);
        }
        numbered[textCount] = text;
        text.put(batch, textCount);
        return textCount++;
    }

    /** How many bytes of slices there are. */
    int length() {
        return length;
    }

    /** Makes room for so many bytes of slices, and gives the array in which they are to be written behind the others. */
    byte[] room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        return bytes;
    }

    /** Notes to where slices were written. */
    void advanceTo(int newLength) {
        length = newLength;
    }

    /** Writes a number of variable length, and tells where it ends. */
    static int writeNumber(byte[] into, int from, long number) {
        int at = from;
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            into[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }

    byte[] takeTexts() {
        return Arrays.copyOf(texts, textsLength);
    }

    byte[] takeSlices() {
        return Arrays.copyOf(bytes, length);
    }

    /** The texts, by their numbers. */
    Text[] takeNumbered() {
        return Arrays.copyOf(numbered, textCount);
    }

    int textCount() {
        return textCount;
    }

    /** Writes all that was gathered to where {@link PackedSpans#readFrom} reads it. */
    void writeTo(DataOutputSerializer out) throws IOException {
        out.writeInt(textCount);
        out.writeInt(textsLength);
        out.write(texts, 0, textsLength);
        out.writeInt(length);
        out.write(bytes, 0, length);
    }

    /** Begins anew. */
    void clear() {
        batch++;
        textCount = 0;
        textsLength = 0;
        length = 0;
        if (texts.length > MAX_KEPT_BYTES) {
            texts = new byte[FIRST_BYTES];
        }
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        if (numbered.length > MAX_KEPT_TEXTS) {
            numbered = new Text[FIRST_TEXTS];
        }
    }
}
