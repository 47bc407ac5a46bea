/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

/** Copies packed spans to where their texts have other numbers. Not thread-safe. */
final class SpanCopier {
    /** Where the next number stands. */
    private int position;

    /**
     * Copies spans behind others.
     *
     * @param source holds the spans, from a position to another
     * @param texts their texts, by the numbers that they have in the source
     */
    void copy(byte[] source, int from, int to, Text[] texts, BatchWriter out) {
        int at = from;
        while (at < to) {
            int end = at + PackedSpan.length(source, at);
            byte[] target = out.room(PackedSpan.MAX_BYTES);
            int start = out.length();
            System.arraycopy(source, at, target, start, PackedSpan.TEXTS_AT);
            position = at + PackedSpan.TEXTS_AT;
            int written = start + PackedSpan.TEXTS_AT;
            for (int left = PackedSpan.textCount(source, at); left > 0; left--) {
                Text text = texts[readNumber(source)];
                written = BatchWriter.writeNumber(target, written, out.number(text));
            }
            System.arraycopy(source, position, target, written, end - position);
            written += end - position;
            target[start] = (byte) (written - start);
            out.advanceTo(written);
            at = end;
        }
    }

    private int readNumber(byte[] bytes) {
        byte next = bytes[position++];
        int number = next & 0x7F;
        for (int shift = 7; next < 0; shift += 7) {
            next = bytes[position++];
            number |= (next & 0x7F) << shift;
        }
        return number;
    }
}
