/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one line tells, whatever its form. A field that a line has, but without a value (Envoy writes {@code -}, JSON
 * {@code null}), is told and empty: that is more than not being told. Not thread-safe; reused by {@link #clear}.
 */
final class Fields {
    /** A number that is not there. */
    static final long ABSENT = -1;

    /** What is there instead of a number. */
    static final long NO_NUMBER = -2;

    private static final int MAX_DIGITS = 18;
    private static final int COUNT = Field.values().length;

    private final @Nullable String[] values = new String[COUNT];

    void clear() {
        Arrays.fill(values, null);
    }

    /** Sets a field; {@code -} and the empty string mean that it has no value. */
    void put(Field field, String value) {
        values[field.ordinal()] = value.equals("-") ? "" : value;
    }

    /** Takes from another line what this one does not tell. */
    void fill(Fields other) {
        for (int i = 0; i < COUNT; i++) {
            String mine = values[i];
            String others = other.values[i];
            if (others != null && (mine == null || mine.isEmpty())) {
                values[i] = others;
            }
        }
    }

    /** The value, null if the field has none or is not told. */
    @Nullable
    String get(Field field) {
        String value = values[field.ordinal()];
        return value == null || value.isEmpty() ? null : value;
    }

    boolean has(Field field) {
        return get(field) != null;
    }

    /** Whether the line has the field, but without a value. */
    boolean isToldMissing(Field field) {
        String value = values[field.ordinal()];
        return value != null && value.isEmpty();
    }

    /** The value as a whole number, {@link #ABSENT}, or {@link #NO_NUMBER}. */
    long number(Field field) {
        String value = get(field);
        return value == null ? ABSENT : wholeNumber(value, value.length());
    }

    /** Digits only, at most 18 of them; a fraction of zeros, as JSON writers may add it, is none. */
    static long wholeNumber(String text, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return i > 0 && text.charAt(i) == '.' && isZeros(text, i + 1, length) ? number : NO_NUMBER;
            }
            if (i == MAX_DIGITS) {
                return NO_NUMBER;
            }
            number = number * 10 + digit;
        }
        return length == 0 ? NO_NUMBER : number;
    }

    private static boolean isZeros(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return from < to;
    }
}
