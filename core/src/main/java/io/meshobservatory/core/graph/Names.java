/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.graph;

import java.nio.charset.StandardCharsets;

/**
 * Keeps text from outside within what every store can hold. Tables index on names, so their length is limited, in bytes
 * of UTF-8; PostgreSQL cannot store the character 0. States hold at most 65,535 bytes of one text, so all other text is
 * limited, too. Stateless.
 */
public final class Names {
    /** The longest host name that DNS allows. */
    public static final int MAX_NAME_BYTES = 253;

    /** The longest label that Kubernetes allows: namespaces, versions; clusters and protocols are held to it too. */
    public static final int MAX_LABEL_BYTES = 63;

    private static final char REPLACEMENT = '\ufffd';

    private Names() {}

    /** The same text if it is short and has no control characters; else a copy without them, cut to whole characters. */
    public static String limit(String text, int maxBytes) {
        if (text.length() <= maxBytes && isPlain(text)) {
            return text;
        }
        StringBuilder limited = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            boolean unfit = Character.isISOControl(character)
                    || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
            int kept = unfit ? REPLACEMENT : character;
            bytes += Character.toString(kept).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                break;
            }
            limited.appendCodePoint(kept);
        }
        return limited.toString();
    }

    /** The same text if it is short; else its beginning, without half a character at the end. */
    public static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
