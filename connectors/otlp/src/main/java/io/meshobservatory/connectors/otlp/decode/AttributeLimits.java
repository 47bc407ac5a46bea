/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.regex.Pattern;

/** What may stand in the value of an attribute, and how much of it is kept. Stateless. */
final class AttributeLimits {
    /** Of longer texts, the beginning is kept. */
    static final int MAX_LENGTH = 1024;

    /** Certificates may stand in it, and what counts stands last. */
    private static final int MAX_CERTIFICATE_HEADER_LENGTH = 1 << 16;

    private static final char DELETE = 0x7f;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}");

    private AttributeLimits() {}

    /** Values come from outside: without control characters, which not every store can hold, and not too long. */
    static String limit(String value, int maxLength) {
        String limited = value.length() > maxLength ? value.substring(0, cut(value, maxLength)) : value;
        return withoutControlCharacters(limited);
    }

    /** The text with something harmless in place of each control character. */
    static String withoutControlCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == DELETE) {
                return CONTROL_CHARACTERS.matcher(text).replaceAll("\ufffd");
            }
        }
        return text;
    }

    /** Half a character could not be written as UTF-8. */
    private static int cut(String value, int maxLength) {
        return Character.isHighSurrogate(value.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    }

    static int maxLength(AttributeKey key) {
        return key == AttributeKey.X_FORWARDED_CLIENT_CERT || key == AttributeKey.HTTP_REQUEST_HEADER_XFCC
                ? MAX_CERTIFICATE_HEADER_LENGTH
                : MAX_LENGTH;
    }
}
