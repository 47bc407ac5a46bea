/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import org.jspecify.annotations.Nullable;

/**
 * Reads Envoy's header {@code x-forwarded-client-cert}: elements joined by commas, one for each hop and the nearest last;
 * in each, keys and values joined by semicolons, and values in double quotes where they hold such characters. Source:
 * Envoy's documentation of HTTP headers.
 */
final class ForwardedCertificate {
    private ForwardedCertificate() {}

    /** The first value of a key in the last element, null where it has none. Keys are compared without regard to case. */
    static @Nullable String last(String header, String key) {
        String found = null;
        int from = 0;
        for (int i = 0; i <= header.length(); i++) {
            if (i < header.length() && header.charAt(i) == '"') {
                i = endOfQuotes(header, i);
                continue;
            }
            boolean element = i == header.length() || header.charAt(i) == ',';
            if (!element && header.charAt(i) != ';') {
                continue;
            }
            if (found == null) {
                found = value(header, from, i, key);
            }
            if (element && i < header.length()) {
                found = null;
            }
            from = i + 1;
        }
        return found;
    }

    /** The position of the closing quote, the last character where there is none. */
    private static int endOfQuotes(String header, int opening) {
        for (int i = opening + 1; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return header.length() - 1;
    }

    private static @Nullable String value(String header, int from, int to, String key) {
        int start = from;
        while (start < to && header.charAt(start) == ' ') {
            start++;
        }
        int equals = start + key.length();
        if (equals >= to || header.charAt(equals) != '=' || !header.regionMatches(true, start, key, 0, key.length())) {
            return null;
        }
        String value = header.substring(equals + 1, to).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
