/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

/**
 * Remembers how values that come again and again are encoded. A table of fixed size with two places for each hash: a value that
 * finds both taken takes the one of the older, so that names that never come again cost no memory. Not thread-safe.
 */
final class EncodedTexts<T> {
    private static final int PLACES = 1 << 17;

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
        if (isAt(place, value)) {
            return encoded[place];
        }
        int other = place ^ 1;
        if (isAt(other, value)) {
            return encoded[other];
        }
        byte[] bytes = encoder.encode(value);
        values[other] = values[place];
        encoded[other] = encoded[place];
        values[place] = value;
        encoded[place] = bytes;
        return bytes;
    }

    private boolean isAt(int place, T value) {
        Object known = values[place];
        return known == value || value.equals(known);
    }

    /** How a value becomes bytes. */
    interface Encoder<T> {
        byte[] encode(T value);
    }
}
