/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/** Validation of UTF-8 (Unicode 15, table 3-7: no surrogates, no over-long forms), fast where bytes are ASCII. */
final class Utf8 {
    private Utf8() {}

    /** The position of the first byte that is not part of valid UTF-8, -1 if there is none. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        return Words.isAscii(bytes, from, to) ? -1 : firstInvalidOfAny(bytes, from, to);
    }

    private static int firstInvalidOfAny(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (to - i >= 8 && Words.isAscii(bytes, i, i + 8)) {
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
