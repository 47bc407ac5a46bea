/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/** Whole numbers in texts. Stateless. */
final class Digits {
    /** So many digits always go into a long. */
    private static final int MAX_DIGITS = 18;

    private Digits() {}

    /** Digits only, at most {@value #MAX_DIGITS} of them; without exceptions, since this is per span. */
    static long parse(String value) {
        int length = value.length();
        if (length == 0 || length > MAX_DIGITS) {
            return Attributes.ABSENT;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Attributes.ABSENT;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Likewise, of bytes. */
    static long parse(byte[] bytes, int from, int to) {
        if (from >= to || to - from > MAX_DIGITS) {
            return Attributes.ABSENT;
        }
        if (to - from <= Words.MAX_DIGITS) {
            return Words.number(Words.last(bytes, from, to), to - from);
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return Attributes.ABSENT;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
