/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import org.jspecify.annotations.Nullable;

/**
 * Reads identities: lists of URI names of certificates, and the header {@code x-forwarded-client-cert}. Its elements are
 * divided by commas, one per hop, the nearest last; their keys by semicolons; values may be quoted. Stateless.
 */
final class ClientCertificates {
    private static final int MAX_IDENTITY_CHARS = 1024;

    private ClientCertificates() {}

    /** The first of several names; empty where there is none. */
    static String first(@Nullable String names) {
        if (names == null) {
            return "";
        }
        int comma = names.indexOf(',');
        return identity(comma < 0 ? names : names.substring(0, comma));
    }

    /** A text that is one identity as a whole, such as a certificate's subject; empty where there is none. */
    static String whole(@Nullable String name) {
        return name == null ? "" : identity(name);
    }

    /** The first value of a key ({@code By}, {@code URI}) in the header's last element; empty where there is none. */
    static String nearest(@Nullable String header, String key) {
        if (header == null) {
            return "";
        }
        String found = "";
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= header.length(); i++) {
            char c = i == header.length() ? ',' : header.charAt(i);
            if (quoted && i < header.length()) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            if (c == '"') {
                quoted = true;
            } else if (c == ';' || c == ',') {
                if (found.isEmpty()) {
                    found = valueOf(header, from, Math.min(i, header.length()), key);
                }
                from = i + 1;
                if (c == ',' && i < header.length()) {
                    found = "";
                }
            }
        }
        return identity(found);
    }

    private static String valueOf(String header, int from, int to, String key) {
        int begin = from;
        while (begin < to && header.charAt(begin) == ' ') {
            begin++;
        }
        int equals = begin + key.length();
        boolean matches =
                equals < to && header.charAt(equals) == '=' && header.regionMatches(true, begin, key, 0, key.length());
        if (!matches) {
            return "";
        }
        String value = header.substring(equals + 1, to).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** A part of an identity would be another identity, so one that is too long is not told. */
    private static String identity(String text) {
        String plain = text.strip();
        return plain.length() > MAX_IDENTITY_CHARS ? "" : Texts.printable(plain);
    }
}
