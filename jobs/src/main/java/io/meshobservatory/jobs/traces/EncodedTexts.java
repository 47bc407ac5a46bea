/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import org.jspecify.annotations.Nullable;

/**
 * Remembers how values that come again and again are encoded. A table of fixed size with one place for each hash: a value that
 * finds its place taken takes it, so that names that never come again cost no memory. Not thread-safe.
 */
final class EncodedTexts<T> {
    private static final int PLACES = 1 << 14;

    private final Object[] values = new Object[PLACES];
    private final byte[][] encoded = new byte[PLACES][];
    private final Encoder<T> encoder;

    EncodedTexts(Encoder<T> encoder) {
        this.encoder = encoder;
    }

    /** The bytes of a value; not to be written to. */
    byte[] of(T value) {
        int hash = value.hashCode();
        int place = (hash ^ hash >>> 15) & (PLACES - 1);
        @Nullable Object known = values[place];
        if (known == value || value.equals(known)) {
            return encoded[place];
        }
        byte[] bytes = encoder.encode(value);
        values[place] = value;
        encoded[place] = bytes;
        return bytes;
    }

    /** How a value becomes bytes. */
    interface Encoder<T> {
        byte[] encode(T value);
    }
}
