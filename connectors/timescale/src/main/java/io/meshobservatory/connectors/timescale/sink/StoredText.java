/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import org.jspecify.annotations.Nullable;

/**
 * Makes any string one that PostgreSQL can store. Identities and flags come from telemetry, so that anyone who may send
 * spans chooses them; a text that the database refuses would stop the job, again after each restart. The names of nodes
 * need none of this: core limits them. Stateless.
 */
final class StoredText {
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    /** The text without what PostgreSQL's text cannot hold: U+0000 and halves of surrogate pairs become U+FFFD. */
    static String clean(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaceFrom(text, i);
            }
        }
        return text;
    }

    /** As {@link #clean}, keeping null. */
    static @Nullable String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    private static String replaceFrom(String text, int from) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = from; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < clean.length()
                    && Character.isLowSurrogate(clean.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }
}
