/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Gives the same value for the same bytes, mostly: values that come again and again are built once, and can be told apart by
 * identity. A table of fixed size with two places for each hash, as in {@link EncodedTexts}. Not thread-safe.
 */
final class DecodedTexts<T> {
    private static final int PLACES_LOG_2 = 17;
    private static final int PLACES = 1 << PLACES_LOG_2;
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
        int place = place(bytes, from, length);
        if (isAt(place, bytes, from, length)) {
            return (T) values[place];
        }
        int other = place ^ 1;
        if (isAt(other, bytes, from, length)) {
            return (T) values[other];
        }
        byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
        T value = decoder.decode(copy);
        keys[other] = keys[place];
        values[other] = values[place];
        keys[place] = copy;
        values[place] = value;
        return value;
    }

    private boolean isAt(int place, byte[] bytes, int from, int length) {
        byte[] key = keys[place];
        return key != null && Arrays.equals(key, 0, key.length, bytes, from, from + length);
    }

    /** The upper bits of a product depend on all bits of its factors, the others only on those below them. */
    private static int place(byte[] bytes, int from, int length) {
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
        return (int) (hash >>> (Long.SIZE - PLACES_LOG_2));
    }

    /** How bytes become a value. */
    interface Decoder<T> {
        T decode(byte[] bytes) throws IOException;
    }
}
