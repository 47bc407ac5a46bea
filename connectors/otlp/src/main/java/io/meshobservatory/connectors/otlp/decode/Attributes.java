/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The known attributes of one span or resource. Envoy writes every value as a string, SDKs write numbers; here either
 * reads as either. Envoy's {@code -} and the empty string read as absent. The last value of a repeated key wins. Not
 * thread-safe; reused by {@link #clear}.
 */
final class Attributes {
    /** A number that is not there. */
    static final long ABSENT = Long.MIN_VALUE;

    private static final int MAX_LENGTH = 1024;

    /** Certificates may stand in it, and what counts stands last. */
    private static final int MAX_CERTIFICATE_HEADER_LENGTH = 1 << 16;

    private static final char DELETE = 0x7f;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}");
    private static final int COUNT = AttributeKey.values().length;

    private final @Nullable String[] strings = new String[COUNT];
    private final long[] numbers = new long[COUNT];
    private final int[] set = new int[COUNT];
    private final boolean[] isSet = new boolean[COUNT];
    private int setCount;

    void clear() {
        for (int i = 0; i < setCount; i++) {
            strings[set[i]] = null;
            numbers[set[i]] = ABSENT;
            isSet[set[i]] = false;
        }
        setCount = 0;
    }

    void put(AttributeKey key, String value) {
        int i = touch(key);
        strings[i] = value.isEmpty() || value.equals("-") ? null : limit(value, maxLength(key));
        numbers[i] = ABSENT;
    }

    void put(AttributeKey key, long value) {
        int i = touch(key);
        strings[i] = null;
        numbers[i] = value;
    }

    void put(AttributeKey key, boolean value) {
        put(key, value ? "true" : "false");
    }

    /** A value that is neither string, number nor truth value: as if it were absent. */
    void putOther(AttributeKey key) {
        put(key, "");
    }

    /** The value as a string, null if absent. */
    @Nullable
    String string(AttributeKey key) {
        int i = key.ordinal();
        if (!isSet[i]) {
            return null;
        }
        String value = strings[i];
        return value != null || numbers[i] == ABSENT ? value : Long.toString(numbers[i]);
    }

    /** The first of several attributes that is there, null if none is. */
    @Nullable
    String string(AttributeKey first, AttributeKey second) {
        String value = string(first);
        return value != null ? value : string(second);
    }

    /** Likewise, of any number of attributes. */
    @Nullable
    String first(AttributeKey... keys) {
        for (AttributeKey key : keys) {
            String value = string(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    boolean has(AttributeKey key) {
        return string(key) != null;
    }

    boolean isTrue(AttributeKey key) {
        String value = string(key);
        return value != null && value.equalsIgnoreCase("true");
    }

    /** The value as a whole number, {@link #ABSENT} if it is absent or none. */
    long number(AttributeKey key) {
        int i = key.ordinal();
        if (!isSet[i]) {
            return ABSENT;
        }
        String value = strings[i];
        return value == null ? numbers[i] : parse(value);
    }

    long number(AttributeKey first, AttributeKey second) {
        long value = number(first);
        return value != ABSENT ? value : number(second);
    }

    long number(AttributeKey first, AttributeKey second, AttributeKey third) {
        long value = number(first, second);
        return value != ABSENT ? value : number(third);
    }

    private int touch(AttributeKey key) {
        int i = key.ordinal();
        if (!isSet[i]) {
            isSet[i] = true;
            set[setCount++] = i;
        }
        return i;
    }

    /** Values come from outside: without control characters, which not every store can hold, and not too long. */
    private static String limit(String value, int maxLength) {
        String limited = value.length() > maxLength ? value.substring(0, cut(value, maxLength)) : value;
        for (int i = 0; i < limited.length(); i++) {
            if (limited.charAt(i) < ' ' || limited.charAt(i) == DELETE) {
                return CONTROL_CHARACTERS.matcher(limited).replaceAll("\ufffd");
            }
        }
        return limited;
    }

    /** Half a character could not be written as UTF-8. */
    private static int cut(String value, int maxLength) {
        return Character.isHighSurrogate(value.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    }

    private static int maxLength(AttributeKey key) {
        return key == AttributeKey.X_FORWARDED_CLIENT_CERT || key == AttributeKey.HTTP_REQUEST_HEADER_XFCC
                ? MAX_CERTIFICATE_HEADER_LENGTH
                : MAX_LENGTH;
    }

    /** Digits only, at most 18 of them; without exceptions, since this is per span. */
    private static long parse(String value) {
        int length = value.length();
        if (length == 0 || length > 18) {
            return ABSENT;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return ABSENT;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
