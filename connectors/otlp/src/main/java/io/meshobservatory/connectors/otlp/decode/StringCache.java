/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of UTF-8 bytes, and gives the same string for the same bytes as long as it remembers them: names,
 * protocols and status codes repeat in every span. Fixed memory: at most {@value #SLOTS} strings of at most
 * {@value #MAX_CACHED_BYTES} bytes, each in the one place that its hash gives it. Not thread-safe.
 */
final class StringCache {
    /** Longer texts are made anew each time. */
    static final int MAX_CACHED_BYTES = 192;

    private static final int SLOT_BITS = 18;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int MARK_SHIFT = 20;

    private final @Nullable Entry[] entries = new Entry[SLOTS];

    /** Part of the hashes of the entries: one of another text need not be looked at, which would mostly be far away. */
    private final int[] marks = new int[SLOTS];

    private final UnaryOperator<String> made;

    StringCache() {
        this(UnaryOperator.identity());
    }

    /** @param made what is given, and remembered, for a string of the bytes */
    StringCache(UnaryOperator<String> made) {
        this.made = made;
    }

    String get(byte[] bytes, int from, int to) {
        if (from == to) {
            return "";
        }
        if (to - from > MAX_CACHED_BYTES) {
            return make(bytes, from, to);
        }
        return get(bytes, from, to, Words.hash(bytes, from, to));
    }

    /**
     * Likewise of a text of at least one byte and at most {@value #MAX_CACHED_BYTES}.
     *
     * @param hash what {@link Words#hash} tells of it
     */
    String get(byte[] bytes, int from, int to, long hash) {
        long first = Words.first(bytes, from, to);
        long last = Words.last(bytes, from, to);
        int slot = (int) (hash >>> (64 - SLOT_BITS));
        int mark = (int) (hash >>> MARK_SHIFT);
        Entry entry = marks[slot] == mark ? entries[slot] : null;
        if (entry == null || !entry.is(bytes, from, to, first, last)) {
            entry = new Entry(bytes, from, to, make(bytes, from, to));
            entries[slot] = entry;
            marks[slot] = mark;
        }
        return entry.value;
    }

    private String make(byte[] bytes, int from, int to) {
        return made.apply(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    private static final class Entry extends Text {
        private final String value;

        Entry(byte[] bytes, int from, int to, String value) {
            super(bytes, from, to);
            this.value = value;
        }
    }
}
