/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.io.IOException;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes the spans of a trace into state: without the requests that they came in, and with those texts only that they refer to.
 * {@link PackedSpans#readFrom} reads them. One for all that is written of the texts of one {@link DecodedTexts}. Not
 * thread-safe.
 */
final class TraceWriter {
    private final BatchWriter out = new BatchWriter();
    /** Where the next number stands. */
    private int position;

    void write(OpenTrace trace, DataOutputSerializer target) throws IOException {
        for (int i = 0; i < trace.sliceCount(); i++) {
            copy(trace.spans(i), trace.from(i), trace.to(i));
        }
        out.writeTo(target);
        out.clear();
    }

    private void copy(PackedSpans spans, int from, int to) {
        byte[] source = spans.bytes();
        int at = from;
        while (at < to) {
            int end = at + PackedSpan.length(source, at);
            byte[] target = out.room(PackedSpan.MAX_BYTES);
            int start = out.length();
            System.arraycopy(source, at, target, start, PackedSpan.TEXTS_AT);
            position = at + PackedSpan.TEXTS_AT;
            int written = start + PackedSpan.TEXTS_AT;
            for (int left = PackedSpan.textCount(source, at); left > 0; left--) {
                Text text = spans.text(readNumber(source));
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
