/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

/**
 * Makes of a requested path a form that does not name single objects: {@code /orders/4711/items} becomes
 * {@code /orders/{id}/items}. Paths come from outside and may hold personal data and anything that a scanner tries, so
 * this works without a list of routes, by the look of each segment, and rather takes a word for an id than an id for a
 * word. The result has at most {@value #MAX_SEGMENTS} segments and {@value #MAX_LENGTH} characters, of printable ASCII;
 * applied to a result, it changes nothing. Stateless and thread-safe; one pass over the text.
 */
public final class PathTemplate {
    /** How many segments are kept; what follows them is told as {@code /...}. */
    public static final int MAX_SEGMENTS = 8;

    /** How long a template may be before its rest is told as {@code /...}. */
    public static final int MAX_LENGTH = 160;

    private static final String ID = "{id}";
    private static final String REST = "/...";
    private static final int MAX_WORD_LENGTH = 64;
    private static final int MIN_HEX_WITH_DIGIT = 8;
    private static final int MIN_HEX = 16;
    private static final int MIN_TOKEN = 20;
    private static final int MANY_DIGITS = 4;

    private PathTemplate() {}

    /**
     * The template of a path or URL, without scheme, host, query, fragment, path parameters and trailing slash.
     *
     * @param pathOrUrl an absolute path, a URL, or {@code *}
     * @return a template that begins with a slash, or {@code *}; empty for anything else, such as the {@code host:port} of
     *     a CONNECT request
     */
    public static String of(String pathOrUrl) {
        if (pathOrUrl.equals("*")) {
            return pathOrUrl;
        }
        int end = endOfPath(pathOrUrl);
        int position = startOfPath(pathOrUrl, end);
        if (position < 0) {
            return "";
        }
        StringBuilder template = new StringBuilder(Math.min(end - position, MAX_LENGTH) + REST.length());
        int segments = 0;
        while (position < end) {
            int from = position + 1;
            int slash = pathOrUrl.indexOf('/', from);
            position = slash < 0 || slash > end ? end : slash;
            int to = withoutParameters(pathOrUrl, from, position);
            if (to <= from) {
                continue;
            }
            boolean id = isId(pathOrUrl, from, to);
            int length = id ? ID.length() : to - from;
            if (segments == MAX_SEGMENTS || template.length() + 1 + length > MAX_LENGTH) {
                return template.append(REST).toString();
            }
            template.append('/');
            if (id) {
                template.append(ID);
            } else {
                template.append(pathOrUrl, from, to);
            }
            segments++;
        }
        return template.isEmpty() ? "/" : template.toString();
    }

    private static int endOfPath(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return text.length();
    }

    /** Where the first slash of the path stands, the end for a URL without a path, -1 for what is neither. */
    private static int startOfPath(String text, int end) {
        if (text.startsWith("/")) {
            return 0;
        }
        int scheme = text.indexOf("://");
        if (scheme <= 0 || scheme + 3 > end) {
            return -1;
        }
        int slash = text.indexOf('/', scheme + 3);
        return slash < 0 || slash > end ? end : slash;
    }

    /** The end of a segment without {@code ;jsessionid=...} and the like. */
    private static int withoutParameters(String text, int from, int to) {
        int semicolon = text.indexOf(';', from);
        return semicolon < 0 || semicolon > to ? to : semicolon;
    }

    private static boolean isId(String text, int from, int to) {
        int length = to - from;
        int digits = 0;
        int hex = 0;
        int dashes = 0;
        int upper = 0;
        int lower = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c >= 'a' && c <= 'z') {
                lower++;
                hex += c <= 'f' ? 1 : 0;
            } else if (c >= 'A' && c <= 'Z') {
                upper++;
                hex += c <= 'F' ? 1 : 0;
            } else if (c == '-') {
                dashes++;
            } else if ("._~{}:*$+!,()".indexOf(c) < 0) {
                // mail addresses, encoded text, markup: nothing that a developer calls a route
                return true;
            }
        }
        if (text.charAt(from) == '{' && text.charAt(to - 1) == '}' && digits < MANY_DIGITS) {
            return length > MAX_WORD_LENGTH;
        }
        if (length > MAX_WORD_LENGTH || digits >= MANY_DIGITS) {
            return true;
        }
        if (isVersion(text, from, to)) {
            return false;
        }
        if (digits * 2 > length) {
            return true;
        }
        boolean onlyHex = digits + hex + dashes == length && hex > 0;
        if (onlyHex && (length >= MIN_HEX || (digits > 0 && length >= MIN_HEX_WITH_DIGIT))) {
            return true;
        }
        // base64 and ULIDs mix cases with digits, or are in capitals throughout; route names do neither at this length
        return length >= MIN_TOKEN && digits > 0 && upper > 1 && (lower == 0 || (upper + digits) * 4 >= length);
    }

    /** Whether a segment is {@code v1} to {@code v999}: versions of an interface are no ids. */
    private static boolean isVersion(String text, int from, int to) {
        if (to - from < 2 || to - from > 4 || text.charAt(from) != 'v') {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
