/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

/** Keeps text from outside within what stores can hold. */
final class Texts {
    /** The longest name that is kept: as long as a host name. */
    static final int MAX_NAME_BYTES = 253;

    private static final char REPLACEMENT = '\ufffd';

    private Texts() {}

    /** As many whole characters as fit into a number of bytes of UTF-8. */
    static String cut(String text, int maxBytes) {
        if (text.length() * 3L <= maxBytes) {
            return text;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > maxBytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return text;
    }

    /** Without control characters and half characters, which not every store can hold. */
    static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder made = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            boolean unfit = Character.isISOControl(character)
                    || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
            made.appendCodePoint(unfit ? REPLACEMENT : character);
        }
        return made.toString();
    }
}
