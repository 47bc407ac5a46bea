/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Recognises {@link AttributeKey}s in UTF-8 bytes without making strings: a hash over the length and the two ends, then
 * one comparison. Immutable and thread-safe.
 */
final class AttributeKeys {
    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final @Nullable Name[] NAMES = new Name[SLOTS];

    static {
        for (AttributeKey key : AttributeKey.values()) {
            byte[] name = key.key().getBytes(StandardCharsets.UTF_8);
            int slot = slot(name.length, Words.first(name, 0, name.length), Words.last(name, 0, name.length));
            while (NAMES[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            NAMES[slot] = new Name(name, key);
        }
    }

    private AttributeKeys() {}

    /** The key whose name is exactly these bytes, null if the analysis does not read it. */
    static @Nullable AttributeKey find(byte[] bytes, int from, int to) {
        if (from == to) {
            return null;
        }
        long first = Words.first(bytes, from, to);
        long last = Words.last(bytes, from, to);
        for (int slot = slot(to - from, first, last); ; slot = (slot + 1) & (SLOTS - 1)) {
            Name name = NAMES[slot];
            if (name == null) {
                return null;
            }
            if (name.is(bytes, from, to, first, last)) {
                return name.key;
            }
        }
    }

    private static int slot(int length, long first, long last) {
        return (int) ((first * 31 + last + length) * 0x9e3779b97f4a7c15L >>> (64 - SLOT_BITS));
    }

    private static final class Name extends Text {
        private final AttributeKey key;

        Name(byte[] name, AttributeKey key) {
            super(name, 0, name.length);
            this.key = key;
        }
    }
}
