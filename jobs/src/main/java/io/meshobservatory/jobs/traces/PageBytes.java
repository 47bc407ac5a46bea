/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * How traces at rest stand on a page, big-endian: a byte with the format, then for each trace 16 bytes of id, 4 bytes with the
 * length of what follows, its spans as {@link TraceWriter} writes them, and what was published of them. A trace that was taken up
 * and put back may stand there twice; the last counts.
 */
final class PageBytes {
    private static final byte FORMAT = 5;

    private PageBytes() {}

    /** An empty page. */
    static void begin(DataOutputSerializer page) throws IOException {
        page.clear();
        page.writeByte(FORMAT);
    }

    /** Puts a trace behind the others. */
    static void append(OpenTrace trace, TraceWriter writer, DataOutputSerializer page) throws IOException {
        page.writeLong(trace.id().high());
        page.writeLong(trace.id().low());
        int lengthAt = page.length();
        page.writeInt(0);
        writer.write(trace, page);
        trace.history().write(page);
        page.writeIntUnsafe(page.length() - lengthAt - Integer.BYTES, lengthAt);
    }

    /** A trace on a page of so many bytes; null if it is not there. */
    static @Nullable RestingTrace find(TraceId id, byte[] page, int length, long expiryMillis, DecodedTexts texts)
            throws IOException {
        DataInputDeserializer in = open(page, length);
        int last = -1;
        while (in.available() > 0) {
            long high = in.readLong();
            long low = in.readLong();
            int bytes = in.readInt();
            if (high == id.high() && low == id.low()) {
                last = in.getPosition();
            }
            in.skipBytesToRead(bytes);
        }
        if (last < 0) {
            return null;
        }
        in.setBuffer(page, last, length - last);
        PackedSpans spans = PackedSpans.readFrom(in, texts);
        return new RestingTrace(spans, TraceHistory.read(in), expiryMillis);
    }

    /** The ids on a page of so many bytes, in their order, each as two longs. */
    static long[] ids(byte[] page, int length) throws IOException {
        DataInputDeserializer in = open(page, length);
        long[] ids = new long[32];
        int used = 0;
        while (in.available() > 0) {
            if (used == ids.length) {
                ids = Arrays.copyOf(ids, 2 * used);
            }
            ids[used++] = in.readLong();
            ids[used++] = in.readLong();
            in.skipBytesToRead(in.readInt());
        }
        return Arrays.copyOf(ids, used);
    }

    private static DataInputDeserializer open(byte[] page, int length) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(page, 0, length);
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("traces at rest in format " + format + " (expected: " + FORMAT + ")");
        }
        return in;
    }
}
