/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.io.DataInput;
import java.io.IOException;

/**
 * Packed spans with the texts that they refer to: of one request, shared by all traces of which it held spans, or of one trace.
 * Immutable by convention.
 */
final class PackedSpans {
    private final Text[] texts;
    private final byte[] bytes;
    private final int textBytes;

    private PackedSpans(Text[] texts, byte[] bytes, int textBytes) {
        this.texts = texts;
        this.bytes = bytes;
        this.textBytes = textBytes;
    }

    /** Those of a batch. */
    static PackedSpans of(SliceBatch batch, DecodedTexts known) throws IOException {
        return of(batch.textCount(), batch.texts(), batch.slices(), known);
    }

    /** What {@link BatchWriter#writeTo} wrote. */
    static PackedSpans readFrom(DataInput in, DecodedTexts known) throws IOException {
        int textCount = in.readInt();
        byte[] texts = new byte[in.readInt()];
        in.readFully(texts);
        byte[] spans = new byte[in.readInt()];
        in.readFully(spans);
        return of(textCount, texts, spans, known);
    }

    private static PackedSpans of(int textCount, byte[] textBytes, byte[] bytes, DecodedTexts known)
            throws IOException {
        Text[] texts = new Text[textCount];
        int at = 0;
        for (int i = 0; i < textCount; i++) {
            int length = (textBytes[at] & 0xFF) << 8 | textBytes[at + 1] & 0xFF;
            texts[i] = known.of(textBytes, at + Short.BYTES, length);
            at += Short.BYTES + length;
        }
        if (at != textBytes.length) {
            throw new IOException(textCount + " packed texts of " + at + " bytes (expected: " + textBytes.length + ")");
        }
        return new PackedSpans(texts, bytes, textBytes.length);
    }

    /** Not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    /** The text with a number. */
    Text text(int number) {
        return texts[number];
    }

    /** The texts, by their numbers. Not to be written to. */
    Text[] texts() {
        return texts;
    }

    /** How many texts there are. */
    int textCount() {
        return texts.length;
    }

    /** How many bytes a part of the spans takes, with its share of the texts. */
    int weight(int from, int to) {
        long share = (long) textBytes * (to - from) / Math.max(1, bytes.length);
        return (int) Math.min(Integer.MAX_VALUE >>> 1, to - from + share);
    }
}
