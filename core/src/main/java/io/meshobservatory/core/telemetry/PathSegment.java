/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

/**
 * Tells by the look of a segment of a path whether it is an id or a word of the route. The characters of a segment are
 * counted by kind, all kinds in one number: this is done for each character of each path, and should not branch.
 * Stateless.
 */
final class PathSegment {
    /** What {@link #character} gives for a character that ends a segment. */
    static final long DELIMITER = -1;

    private static final int MAX_WORD_LENGTH = 64;
    private static final int MIN_HEX_WITH_DIGIT = 8;
    private static final int MIN_HEX = 16;
    private static final int MIN_TOKEN = 20;
    private static final int MANY_DIGITS = 4;

    /** Where in a sum of characters each kind is counted, up to 255; what is longer is no word, whatever is in it. */
    private static final int DIGITS = 0;

    private static final int DASHES = 8;
    private static final int LOWER = 16;
    private static final int UPPER = 24;
    private static final int HEX_LETTERS = 32;

    /** Mail addresses, encoded text, markup: nothing that a developer calls a route. */
    private static final int ODD = 40;

    private static final String PUNCTUATION = "._~{}:*$+!,()";
    private static final long[] CHARACTERS = characters();

    private PathSegment() {}

    /** What a character adds to the sum over its segment, {@link #DELIMITER} if it ends it. */
    static long character(byte character) {
        return CHARACTERS[character & 0xff];
    }

    /**
     * Whether the segment is an id.
     *
     * @param length at least 1
     * @param characters the sum over its characters
     */
    static boolean isId(byte[] text, int from, int length, long characters) {
        if (length > MAX_WORD_LENGTH || count(characters, ODD) > 0) {
            return true;
        }
        int digits = count(characters, DIGITS);
        if (digits >= MANY_DIGITS) {
            return true;
        }
        if (text[from] == '{' && text[from + length - 1] == '}') {
            return false;
        }
        if (isVersion(text, from, length, digits)) {
            return false;
        }
        if (digits * 2 > length) {
            return true;
        }
        int hex = count(characters, HEX_LETTERS);
        boolean onlyHex = digits + hex + count(characters, DASHES) == length && hex > 0;
        if (onlyHex && (length >= MIN_HEX || (digits > 0 && length >= MIN_HEX_WITH_DIGIT))) {
            return true;
        }
        // base64 and ULIDs mix cases with digits, or are in capitals throughout; route names do neither at this length
        int upper = count(characters, UPPER);
        boolean capitals = count(characters, LOWER) == 0 || (upper + digits) * 4 >= length;
        return length >= MIN_TOKEN && digits > 0 && upper > 1 && capitals;
    }

    /** Whether a segment is {@code v1} to {@code v999}: versions of an interface are no ids. */
    private static boolean isVersion(byte[] text, int from, int length, int digits) {
        return text[from] == 'v' && length >= 2 && length <= 4 && digits == length - 1;
    }

    private static int count(long characters, int kind) {
        return (int) (characters >>> kind) & 0xff;
    }

    private static long[] characters() {
        long[] characters = new long[256];
        for (int c = 0; c < characters.length; c++) {
            characters[c] = kinds((char) c);
        }
        return characters;
    }

    private static long kinds(char c) {
        if (c == '/' || c == ';' || c == '?' || c == '#') {
            return DELIMITER;
        }
        if (c >= '0' && c <= '9') {
            return 1L << DIGITS;
        }
        if (c >= 'a' && c <= 'z') {
            return 1L << LOWER | (c <= 'f' ? 1L << HEX_LETTERS : 0);
        }
        if (c >= 'A' && c <= 'Z') {
            return 1L << UPPER | (c <= 'F' ? 1L << HEX_LETTERS : 0);
        }
        return c == '-' ? 1L << DASHES : PUNCTUATION.indexOf(c) >= 0 ? 0 : 1L << ODD;
    }
}
