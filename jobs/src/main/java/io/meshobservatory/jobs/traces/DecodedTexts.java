/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Gives the same value for the same bytes, mostly: values that come again and again are built once, and can be told apart by
 * identity. A table of fixed size with one place for each hash, as in {@link EncodedTexts}. Not thread-safe.
 */
final class DecodedTexts<T> {
    private static final int PLACES = 1 << 14;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final Object[] values = new Object[PLACES];
    private final byte[][] keys = new byte[PLACES][];
    private final Decoder<T> decoder;

    DecodedTexts(Decoder<T> decoder) {
        this.decoder = decoder;
    }

    /** The value of some bytes. */
    @SuppressWarnings("unchecked") // only values of the decoder are in the table
    T of(byte[] bytes, int from, int length) throws IOException {
        int place = hash(bytes, from, length) & (PLACES - 1);
        byte[] key = keys[place];
        if (key != null && Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
            return (T) values[place];
        }
        byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
        T value = decoder.decode(copy);
        keys[place] = copy;
        values[place] = value;
        return value;
    }

    private static int hash(byte[] bytes, int from, int length) {
        long hash = length;
        int at = from;
        int end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * FACTOR;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * FACTOR;
        }
        return (int) (hash >>> 40);
    }

    /** How bytes become a value. */
    interface Decoder<T> {
        T decode(byte[] bytes) throws IOException;
    }
}
