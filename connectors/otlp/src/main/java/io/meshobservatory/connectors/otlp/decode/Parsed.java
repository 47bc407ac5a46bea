/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what is in texts that spans repeat: node ids, names of clusters. Fixed memory: {@value #SLOTS} texts, each in
 * the one place that its hash gives it. Not thread-safe.
 *
 * @param <T> what is in a text
 */
final class Parsed<T> {
    private static final int SLOT_BITS = 18;
    private static final int SLOTS = 1 << SLOT_BITS;

    private final Function<String, T> parser;
    private final @Nullable Entry<T>[] entries = newEntries();

    /** Of the texts in the entries: an entry of another text need not be looked at, which would mostly be far away. */
    private final int[] hashes = new int[SLOTS];

    Parsed(Function<String, T> parser) {
        this.parser = parser;
    }

    /** What is in the text, null without one. */
    @Nullable
    T of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int hash = text.hashCode();
        int slot = hash * 0x9e3779b9 >>> (32 - SLOT_BITS);
        Entry<T> entry = hashes[slot] == hash ? entries[slot] : null;
        // the same text is mostly the same object, as strings are cached
        if (entry == null || !entry.text.equals(text)) {
            entry = new Entry<>(text, parser.apply(text));
            entries[slot] = entry;
            hashes[slot] = hash;
        }
        return entry.content;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Entry<T>[] newEntries() {
        return new Entry[SLOTS];
    }

    private static final class Entry<T> {
        private final String text;
        private final T content;

        Entry(String text, T content) {
            this.text = text;
            this.content = content;
        }
    }
}
