/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import java.nio.charset.StandardCharsets;

/**
 * Makes of a requested path a form that does not name single objects: {@code /orders/4711/items} becomes
 * {@code /orders/{id}/items}. Paths come from outside and may hold personal data and anything that a scanner tries, so
 * this works without a list of routes, by the look of each segment, and rather takes a word for an id than an id for a
 * word. The result has at most {@value #MAX_SEGMENTS} segments and {@value #MAX_LENGTH} characters, of printable ASCII;
 * applied to a result, it changes nothing. Stateless and thread-safe; one pass over the text, which may be bytes as they
 * came, since paths with ids in them are too many to make a string of each.
 */
public final class PathTemplate {
    /** How many segments are kept; what follows them is told as {@code /...}. */
    public static final int MAX_SEGMENTS = 8;

    /** How long a template may be before its rest is told as {@code /...}. */
    public static final int MAX_LENGTH = 160;

    /** How many bytes a template has at most. */
    public static final int MAX_BYTES = MAX_LENGTH + 4;

    private static final byte[] ID = ascii("{id}");
    private static final byte[] REST = ascii("/...");

    private PathTemplate() {}

    /**
     * The template of a path or URL, without scheme, host, query, fragment, path parameters and trailing slash.
     *
     * @param pathOrUrl an absolute path, a URL, or {@code *}
     * @return a template that begins with a slash, or {@code *}; empty for anything else, such as the {@code host:port} of
     *     a CONNECT request
     */
    public static String of(String pathOrUrl) {
        byte[] text = pathOrUrl.getBytes(StandardCharsets.UTF_8);
        byte[] template = new byte[MAX_BYTES];
        int length = write(text, 0, text.length, template, 0);
        return new String(template, 0, length, StandardCharsets.US_ASCII);
    }

    /**
     * Writes the template of a path or URL.
     *
     * @param text holds the path or URL, in UTF-8
     * @param from where it begins
     * @param to where it ends
     * @param into where the template is written, with at least {@link #MAX_BYTES} left
     * @param at where it begins there
     * @return where it ends there
     */
    public static int write(byte[] text, int from, int to, byte[] into, int at) {
        if (to - from == 1 && text[from] == '*') {
            into[at] = '*';
            return at + 1;
        }
        int position = startOfPath(text, from, to);
        if (position < 0) {
            return at;
        }
        int written = at;
        int segments = 0;
        while (position < to && text[position] == '/') {
            int segment = position + 1;
            long characters = 0;
            for (position = segment; position < to; position++) {
                long character = PathSegment.character(text[position]);
                if (character == PathSegment.DELIMITER) {
                    break;
                }
                characters += character;
            }
            int length = position - segment;
            position = endOfParameters(text, position, to);
            if (length == 0) {
                continue;
            }
            boolean id = PathSegment.isId(text, segment, length, characters);
            int templateLength = id ? ID.length : length;
            if (segments == MAX_SEGMENTS || written - at + 1 + templateLength > MAX_LENGTH) {
                System.arraycopy(REST, 0, into, written, REST.length);
                return written + REST.length;
            }
            into[written] = '/';
            System.arraycopy(id ? ID : text, id ? 0 : segment, into, written + 1, templateLength);
            written += 1 + templateLength;
            segments++;
        }
        if (segments == 0) {
            into[written++] = '/';
        }
        return written;
    }

    /**
     * Where the last segment begins, if it looks like an id; else the end of the text. This sees the last segment of the
     * text, which may be one of a query, too.
     */
    public static int startOfLastId(byte[] text, int from, int to) {
        long characters = 0;
        int position = to;
        while (position > from) {
            long character = PathSegment.character(text[position - 1]);
            if (character == PathSegment.DELIMITER) {
                break;
            }
            characters += character;
            position--;
        }
        boolean segment = position > from && text[position - 1] == '/' && position < to;
        return segment && PathSegment.isId(text, position, to - position, characters) ? position : to;
    }

    /** Where the first slash of the path stands, the end for a URL without a path, -1 for what is neither. */
    public static int startOfPath(byte[] text, int from, int to) {
        if (from < to && text[from] == '/') {
            return from;
        }
        int colon = from;
        while (colon < to && !isScheme(text, colon, to)) {
            if (isEndOfPath(text[colon])) {
                return -1;
            }
            colon++;
        }
        if (colon == from || colon == to) {
            return -1;
        }
        int position = colon + 3;
        while (position < to && text[position] != '/' && !isEndOfPath(text[position])) {
            position++;
        }
        return position;
    }

    private static boolean isScheme(byte[] text, int colon, int to) {
        return text[colon] == ':' && colon + 3 <= to && text[colon + 1] == '/' && text[colon + 2] == '/';
    }

    /** The end of {@code ;jsessionid=...} and the like behind a segment. */
    private static int endOfParameters(byte[] text, int from, int to) {
        int position = from;
        while (position < to && text[position] != '/' && !isEndOfPath(text[position])) {
            position++;
        }
        return position;
    }

    private static boolean isEndOfPath(byte character) {
        return character == '?' || character == '#';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
