/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.nio.charset.StandardCharsets;

/**
 * Puts texts among the {@link Attributes} without making strings of them: names, numbers and paths stay where they stand, if
 * they are not too long. Stateless.
 */
final class AttributeTexts {
    private AttributeTexts() {}

    /** A text in UTF-8, which must stand in the same array for all attributes that are put into one object. */
    static void put(AttributeKey key, byte[] bytes, int from, int to, Attributes into) {
        int length = to - from;
        if (length == 0 || (length == 1 && bytes[from] == '-')) {
            into.putOther(key);
        } else if (key.form() == AttributeKey.Form.NAME) {
            if (length > StringCache.MAX_CACHED_BYTES) {
                into.put(key, string(bytes, from, to));
            } else {
                into.putName(key, bytes, from, to, Words.hash(bytes, from, to));
            }
        } else if (length > AttributeLimits.MAX_LENGTH) {
            into.put(key, string(bytes, from, to));
        } else {
            boolean digits = key.form() == AttributeKey.Form.NUMBER;
            into.put(key, bytes, from, to, digits ? Digits.parse(bytes, from, to) : Attributes.ABSENT);
        }
    }

    private static String string(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
