/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/**
 * Finds the times of the spans in a request without decoding it: hops from field to field. It is the first to look at a
 * request, so it reads all of it once, line by line, before it hops: where each place is found by what stands at the one
 * before, the processor would wait for the memory at each of them. Thread-safe.
 */
public final class SpanTimes {
    /** What {@link #latestEndMillis} returns for a request without an end time, or one that is damaged. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int NESTED_1 = 1 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int NESTED_2 = 2 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int SPAN_KIND = 6 << 3 | ProtoReader.VARINT;
    private static final int SPAN_START = 7 << 3 | ProtoReader.FIXED64;
    private static final int SPAN_END = 8 << 3 | ProtoReader.FIXED64;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Longer requests would push their own beginning out of the processor's cache. */
    private static final int MAX_READ_AHEAD = 1 << 19;

    private static final int LINE_BYTES = 64;

    private SpanTimes() {}

    /** The latest end of a span in a request, milliseconds since the epoch, or {@link #NONE}. */
    public static long latestEndMillis(byte[] request) {
        ProtoReader reader = new ProtoReader();
        reader.reset(request);
        int read = readAhead(request);
        try {
            long nanos = inRequest(reader, request.length);
            // the sum is never that small, but the compiler does not know, and cannot leave the reading out
            return nanos <= 0 || read == Integer.MIN_VALUE ? NONE : nanos / NANOS_PER_MILLI;
        } catch (OtlpDecodeException damaged) {
            return NONE;
        }
    }

    /** A sum of bytes, at most 128 for each line. */
    private static int readAhead(byte[] request) {
        int sum = 0;
        int end = Math.min(request.length, MAX_READ_AHEAD);
        for (int at = 0; at < end; at += LINE_BYTES) {
            sum += request[at];
        }
        return sum;
    }

    private static long inRequest(ProtoReader reader, int end) throws OtlpDecodeException {
        long latest = 0;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == NESTED_1) {
                latest = Math.max(latest, inResourceSpans(reader, reader.readEnd(end)));
            } else {
                reader.skipUnknown(tag, end, 0);
            }
        }
        return latest;
    }

    private static long inResourceSpans(ProtoReader reader, int end) throws OtlpDecodeException {
        long latest = 0;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == NESTED_2) {
                latest = Math.max(latest, inScopeSpans(reader, reader.readEnd(end)));
            } else {
                reader.skipUnknown(tag, end, 1);
            }
        }
        return latest;
    }

    private static long inScopeSpans(ProtoReader reader, int end) throws OtlpDecodeException {
        long latest = 0;
        while (reader.position < end) {
            int tag = reader.readTag(end);
            if (tag == NESTED_2) {
                latest = Math.max(latest, inSpan(reader, reader.readEnd(end)));
            } else {
                reader.skipUnknown(tag, end, 2);
            }
        }
        return latest;
    }

    private static long inSpan(ProtoReader reader, int end) throws OtlpDecodeException {
        byte[] bytes = reader.bytes;
        int position = reader.position;
        long latest = 0;
        while (position < end) {
            int tag = bytes[position];
            int next = endOfPlainField(bytes, tag, position, end);
            if (next > 0) {
                position = next;
            } else if (tag == SPAN_END && end - position > Long.BYTES) {
                latest = Words.at(bytes, position + 1);
                // attributes, most of a span, come behind it; a second end in one span, which would count, is not
                // looked for
                position = end;
            } else {
                reader.position = position;
                reader.skipUnknown(reader.readTag(end), end, 3);
                position = reader.position;
            }
        }
        reader.position = position;
        return latest;
    }

    /**
     * Where a field ends that has a length of one byte, or is one of those that mostly stand before the end time; 0 if it is
     * no such.
     */
    private static int endOfPlainField(byte[] bytes, int tag, int position, int end) {
        if (end - position < 1 + Long.BYTES) {
            return 0;
        }
        if (tag == SPAN_START) {
            return position + 1 + Long.BYTES;
        }
        int next = bytes[position + 1];
        if (next < 0) {
            return 0;
        }
        if (tag == SPAN_KIND) {
            return position + 2;
        }
        boolean lengthDelimited = tag > ProtoReader.SMALLEST_TAG && (tag & 7) == ProtoReader.LENGTH_DELIMITED;
        return lengthDelimited && next <= end - position - 2 ? position + 2 + next : 0;
    }
}
