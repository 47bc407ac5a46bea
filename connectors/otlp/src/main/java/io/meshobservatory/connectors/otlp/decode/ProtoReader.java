/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over protobuf bytes, as strict as protobuf-java: the same inputs are errors. Not thread-safe; reused by
 * {@link #reset}.
 */
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    /** Messages may nest this deep, as in protobuf-java. */
    static final int MAX_DEPTH = 100;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARINT_BYTES = 10;

    /** That of field 1; those of one byte are not negative. */
    static final int SMALLEST_TAG = 1 << 3;

    byte[] bytes = new byte[0];
    int position;

    void reset(byte[] newBytes) {
        bytes = newBytes;
        position = 0;
    }

    /** A field's tag. @throws OtlpDecodeException if its field number is 0 */
    int readTag(int limit) throws OtlpDecodeException {
        int start = position;
        if (start < limit && bytes[start] >= SMALLEST_TAG) {
            position = start + 1;
            return bytes[start];
        }
        int tag = readVarint32(limit);
        if (tag >>> 3 == 0) {
            throw new OtlpDecodeException("field number 0", start);
        }
        return tag;
    }

    /** A varint of which protobuf keeps 32 bits: tags, lengths, enums and 32-bit numbers. */
    int readVarint32(int limit) throws OtlpDecodeException {
        int start = position;
        if (start < limit && bytes[start] >= 0) {
            position = start + 1;
            return bytes[start];
        }
        return (int) readVarint(limit, false);
    }

    /** A varint of 64 bits; so are truth values, and whatever stands in unknown fields. */
    long readVarint64(int limit) throws OtlpDecodeException {
        return readVarint(limit, true);
    }

    /**
     * A varint has at most ten bytes. protobuf-java's fast path for 64 bits does not look at the continuation bit of the
     * tenth byte if its lowest bit is set and the message is long enough; to accept the same inputs, this does the same.
     */
    private long readVarint(int limit, boolean lenientTenthByte) throws OtlpDecodeException {
        int start = position;
        boolean fastPath = lenientTenthByte && limit - start >= MAX_VARINT_BYTES;
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (position >= limit) {
                throw new OtlpDecodeException("varint ends with its message", start);
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << (7 * i);
            boolean last = next >= 0 || (fastPath && i == MAX_VARINT_BYTES - 1 && (next & 1) == 1);
            if (last) {
                return value;
            }
        }
        throw new OtlpDecodeException("varint of more than 10 bytes", start);
    }

    long readFixed64(int limit) throws OtlpDecodeException {
        requireBytes(8, limit);
        long value = Words.at(bytes, position);
        position += 8;
        return value;
    }

    int readFixed32(int limit) throws OtlpDecodeException {
        requireBytes(4, limit);
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    /** Reads the length of a length-delimited field and returns where it ends; the position is then where it begins. */
    int readEnd(int limit) throws OtlpDecodeException {
        int start = position;
        int length = readVarint32(limit);
        if (length < 0) {
            throw new OtlpDecodeException("length " + length, start);
        }
        if (length > limit - position) {
            throw new OtlpDecodeException(
                    "length " + length + " where only " + (limit - position) + " bytes are left", start);
        }
        return position + length;
    }

    /** Skips a field that the message does not define. */
    void skipUnknown(int tag, int limit, int depth) throws OtlpDecodeException {
        switch (tag & 7) {
            case VARINT -> readVarint64(limit);
            case FIXED64 -> readFixed64(limit);
            case LENGTH_DELIMITED -> position = readEnd(limit);
            case START_GROUP -> skipGroup(tag >>> 3, limit, enter(depth));
            case FIXED32 -> readFixed32(limit);
            case END_GROUP ->
                throw new OtlpDecodeException("end of group " + (tag >>> 3) + " without a start", position);
            default -> throw new OtlpDecodeException("wire type " + (tag & 7), position);
        }
    }

    /** The depth of a message inside one of the given depth. */
    int enter(int depth) throws OtlpDecodeException {
        if (depth >= MAX_DEPTH) {
            throw new OtlpDecodeException("messages nested deeper than " + MAX_DEPTH, position);
        }
        return depth + 1;
    }

    /** Checks that a string is UTF-8, and moves behind it. */
    void skipUtf8(int end) throws OtlpDecodeException {
        int bad = Utf8.firstInvalid(bytes, position, end);
        if (bad >= 0) {
            throw new OtlpDecodeException("string that is not UTF-8", bad);
        }
        position = end;
    }

    private void skipGroup(int number, int limit, int depth) throws OtlpDecodeException {
        while (position < limit) {
            int tag = readTag(limit);
            if ((tag & 7) == END_GROUP) {
                if (tag >>> 3 != number) {
                    throw new OtlpDecodeException("end of group " + (tag >>> 3) + " in group " + number, position);
                }
                return;
            }
            skipUnknown(tag, limit, depth);
        }
        throw new OtlpDecodeException("group " + number + " without an end", position);
    }

    private void requireBytes(int count, int limit) throws OtlpDecodeException {
        if (limit - position < count) {
            throw new OtlpDecodeException(
                    "number of " + count + " bytes where only " + (limit - position) + " are left", position);
        }
    }
}
