/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.time.LocalDate;

/**
 * Reads times as proxies, container runtimes and RFC 3339 write them: {@code 2026-10-09T08:07:10.309Z}, with up to nine
 * digits of a second's fraction, and {@code Z} or an offset. Without regular expressions and exceptions, since this is per
 * line. Stateless.
 */
final class Timestamps {
    /** What is returned for what is no time. */
    static final long NONE = Long.MIN_VALUE;

    private static final int DATE_TIME_LENGTH = 19;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2200;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timestamps() {}

    /** Nanoseconds since the epoch of the time that stands exactly between two positions, or {@link #NONE}. */
    static long parse(String text, int from, int to) {
        if (to - from <= DATE_TIME_LENGTH || !looksLikeTime(text, from)) {
            return NONE;
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        boolean valid = year >= FIRST_YEAR
                && year <= LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= LocalDate.of(year, month, 1).lengthOfMonth()
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59;
        if (!valid) {
            return NONE;
        }
        int position = from + DATE_TIME_LENGTH;
        long nanos = 0;
        if (text.charAt(position) == '.') {
            int digits = 0;
            position++;
            while (position < to && isDigit(text.charAt(position))) {
                if (++digits > MAX_FRACTION_DIGITS) {
                    return NONE;
                }
                nanos = nanos * 10 + text.charAt(position++) - '0';
            }
            if (digits == 0) {
                return NONE;
            }
            for (; digits < MAX_FRACTION_DIGITS; digits++) {
                nanos *= 10;
            }
        }
        long offset = offsetSeconds(text, position, to);
        if (offset == NONE) {
            return NONE;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
        return (seconds - offset) * NANOS_PER_SECOND + nanos;
    }

    /** Whether what begins here has the shape of a date and a time of day. */
    static boolean looksLikeTime(CharSequence text, int from) {
        return from + DATE_TIME_LENGTH <= text.length()
                && text.charAt(from + 4) == '-'
                && text.charAt(from + 7) == '-'
                && text.charAt(from + 10) == 'T'
                && text.charAt(from + 13) == ':'
                && text.charAt(from + 16) == ':'
                && isDigit(text.charAt(from));
    }

    /** Where the time that begins here ends: at the first character that cannot be part of one. */
    static int end(String text, int from) {
        int position = from + DATE_TIME_LENGTH;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (!isDigit(c) && c != '.' && c != 'Z' && c != '+' && c != '-' && c != ':') {
                return position;
            }
            position++;
        }
        return position;
    }

    private static long offsetSeconds(String text, int from, int to) {
        if (to - from == 1 && text.charAt(from) == 'Z') {
            return 0;
        }
        boolean offset = to - from == 6
                && (text.charAt(from) == '+' || text.charAt(from) == '-')
                && text.charAt(from + 3) == ':';
        if (!offset) {
            return NONE;
        }
        int hours = number(text, from + 1, 2);
        int minutes = number(text, from + 4, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NONE;
        }
        long seconds = hours * 3600L + minutes * 60L;
        return text.charAt(from) == '-' ? -seconds : seconds;
    }

    /** A number of so many digits, -1 if there is anything else among them. */
    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
