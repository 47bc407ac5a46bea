/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Validation of UTF-8 (Unicode 15, table 3-7: no surrogates, no over-long forms), fast where bytes are ASCII. */
final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** The position of the first byte that is not part of valid UTF-8, -1 if there is none. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        return isAscii(bytes, from, to) ? -1 : firstInvalidOfAny(bytes, from, to);
    }

    /** Eight bytes at a time; the last eight overlap those before. Most strings are short, and plain ASCII. */
    private static boolean isAscii(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= 8) {
            long seen = (long) LONG.get(bytes, to - 8);
            for (int i = from; i < to - 8; i += 8) {
                seen |= (long) LONG.get(bytes, i);
            }
            return (seen & NOT_ASCII) == 0;
        }
        if (length > 0 && from + 8 <= bytes.length) {
            long seen = (long) LONG.get(bytes, from) << (64 - 8 * length);
            return (seen & NOT_ASCII) == 0;
        }
        return length <= 0;
    }

    private static int firstInvalidOfAny(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (to - i >= 8 && ((long) LONG.get(bytes, i) & NOT_ASCII) == 0) {
                i += 8;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int length = sequenceLength(bytes, i, to);
                if (length == 0) {
                    return i;
                }
                i += length;
            }
        }
        return -1;
    }

    /** The length of the multi-byte sequence at a position, 0 if it is not valid. */
    private static int sequenceLength(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (to - i < length) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
