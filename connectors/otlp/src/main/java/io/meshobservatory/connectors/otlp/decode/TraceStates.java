/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.SampleWeight;
import java.nio.charset.StandardCharsets;

/**
 * The sampling weight in a {@code tracestate}, without a string for each span: samplers write the same threshold into
 * all of them, beside random values. Not thread-safe.
 */
final class TraceStates {
    private static final int MAX_DIGITS = 14;

    private final byte[] lastDigits = new byte[MAX_DIGITS];
    private int lastLength = -1;
    private long lastWeight = SampleWeight.ONE;

    /** The weight, {@link SampleWeight#ONE} where none is told. */
    long weight(byte[] bytes, int from, int to) {
        int member = memberOf(bytes, from, to);
        if (member < 0) {
            return SampleWeight.ONE;
        }
        for (int i = member; i < to && bytes[i] != ','; i++) {
            boolean field = i == member || bytes[i - 1] == ';';
            if (field && startsWith(bytes, i, to, "th:")) {
                int end = i + 3;
                while (end < to && bytes[end] != ';' && bytes[end] != ',') {
                    end++;
                }
                return ofDigits(bytes, i + 3, end < to && bytes[end] == ';' ? end : withoutBlanks(bytes, i + 3, end));
            }
        }
        return SampleWeight.ONE;
    }

    /** Where the fields of the first member {@code ot} begin, -1 without one. */
    private static int memberOf(byte[] bytes, int from, int to) {
        boolean start = true;
        for (int i = from; i < to; i++) {
            if (start && startsWith(bytes, i, to, "ot=")) {
                return i + 3;
            }
            start = bytes[i] == ',' || (start && Character.isWhitespace(bytes[i]));
        }
        return -1;
    }

    private static int withoutBlanks(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && Character.isWhitespace(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private long ofDigits(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > MAX_DIGITS) {
            return SampleWeight.ONE;
        }
        if (length != lastLength || !isLast(bytes, from)) {
            String digits = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, from, lastDigits, 0, length);
            lastLength = length;
            lastWeight = SampleWeight.ofTraceState("ot=th:" + digits);
        }
        return lastWeight;
    }

    private boolean isLast(byte[] bytes, int from) {
        for (int i = 0; i < lastLength; i++) {
            if (bytes[from + i] != lastDigits[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
