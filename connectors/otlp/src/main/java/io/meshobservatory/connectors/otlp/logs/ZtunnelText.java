/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import org.jspecify.annotations.Nullable;

/**
 * Reads ztunnel's text lines in one pass: time, level, {@code access}, a message of words, then {@code key=value} fields,
 * whose values may be quoted. Columns are divided by tabs or blanks. Stateless.
 */
final class ZtunnelText {
    private static final String SCOPE = "access";

    private ZtunnelText() {}

    /** Whether what begins here is the start of such a line. */
    static boolean recognises(String line, int from, int to) {
        if (!Timestamps.looksLikeTime(line, from)) {
            return false;
        }
        int level = skipBlanks(line, Timestamps.end(line, from), to);
        int scope = skipBlanks(line, endOfWord(line, level, to), to);
        int end = endOfWord(line, scope, to);
        return end - scope == SCOPE.length() && line.startsWith(SCOPE, scope) && line.indexOf(".addr=", end) >= 0;
    }

    /** Reads a line that is {@linkplain #recognises recognised}; null if all went well, else what is wrong with it. */
    static @Nullable UnparsedReason read(String line, int from, int to, Fields into) {
        int position = Timestamps.end(line, from);
        into.put(Field.TIME, line.substring(from, position));
        position = endOfWord(line, skipBlanks(line, position, to), to);
        position = endOfWord(line, skipBlanks(line, position, to), to);
        into.put(Field.SCOPE, SCOPE);
        position = skipBlanks(line, position, to);
        int message = position;
        int endOfMessage = position;
        while (position < to && equalsSign(line, position, to) < 0) {
            endOfMessage = endOfWord(line, position, to);
            position = skipBlanks(line, endOfMessage, to);
        }
        into.put(Field.MESSAGE, line.substring(message, endOfMessage));
        while (position < to) {
            int equals = equalsSign(line, position, to);
            if (equals < 0) {
                return UnparsedReason.UNKNOWN_FORMAT;
            }
            boolean quoted = equals + 1 < to && line.charAt(equals + 1) == '"';
            int begin = quoted ? equals + 2 : equals + 1;
            int end = quoted ? closingQuote(line, begin, to) : endOfWord(line, begin, to);
            if (end < 0) {
                return UnparsedReason.AMBIGUOUS_QUOTES;
            }
            Field field = Field.of(line.substring(position, equals));
            if (field != null) {
                into.put(field, quoted ? unescaped(line.substring(begin, end)) : line.substring(begin, end));
            }
            position = quoted ? end + 1 : end;
            int next = skipBlanks(line, position, to);
            if (next == position && next < to) {
                return UnparsedReason.AMBIGUOUS_QUOTES;
            }
            position = next;
        }
        return null;
    }

    /** Where the key that begins here ends; -1 if the word that begins here is no key. */
    private static int equalsSign(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (c == '=') {
                return i > from ? i : -1;
            }
            if (isBlank(c) || c == '"') {
                return -1;
            }
        }
        return -1;
    }

    /** ztunnel writes quoted text as Rust does: a quotation mark inside stands behind a backslash. */
    private static int closingQuote(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c);
        }
        return plain.toString();
    }

    private static int endOfWord(String line, int from, int to) {
        int position = from;
        while (position < to && !isBlank(line.charAt(position))) {
            position++;
        }
        return position;
    }

    private static int skipBlanks(String line, int from, int to) {
        int position = from;
        while (position < to && isBlank(line.charAt(position))) {
            position++;
        }
        return position;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
