/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.graph.NodeInterner;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same text for the same bytes, mostly: those that come again and again are built once, and can be told apart by
 * identity. A table of fixed size with two places for each hash, as in {@link EncodedTexts}. Not thread-safe.
 */
final class DecodedTexts {
    private static final int PLACES_LOG_2 = 17;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final @Nullable Text[] places = new Text[1 << PLACES_LOG_2];
    /** Part of the hashes of the texts: one of other bytes need not be looked at, which would mostly be far away. */
    private final int[] marks = new int[1 << PLACES_LOG_2];

    /** One object for a node, whether it is named as a workload or as a peer. */
    private final NodeInterner nodes = new NodeInterner(PLACES_LOG_2);

    /** The text that some bytes are. */
    Text of(byte[] bytes, int from, int length) throws IOException {
        long hash = hash(bytes, from, length);
        int place = (int) (hash >>> (Long.SIZE - PLACES_LOG_2));
        int mark = (int) (hash >>> 15);
        Text first = places[place];
        if (marks[place] == mark && first != null && is(first, bytes, from, length)) {
            return first;
        }
        Text second = places[place ^ 1];
        if (marks[place ^ 1] == mark && second != null && is(second, bytes, from, length)) {
            return second;
        }
        Text read = Text.read(Arrays.copyOfRange(bytes, from, from + length), nodes);
        if (first != null) {
            places[place ^ 1] = first;
            marks[place ^ 1] = marks[place];
        }
        places[place] = read;
        marks[place] = mark;
        return read;
    }

    private static boolean is(Text text, byte[] bytes, int from, int length) {
        return Arrays.equals(text.bytes(), 0, text.bytes().length, bytes, from, from + length);
    }

    /** Well mixed in its upper bits only: those of a product depend on all bits of its factors, the others on lower ones. */
    private static long hash(byte[] bytes, int from, int length) {
        long hash = length;
        int end = from + length;
        if (length < Long.BYTES) {
            for (int at = from; at < end; at++) {
                hash = (hash ^ bytes[at]) * FACTOR;
            }
            return (hash ^ hash >>> 32) * FACTOR;
        }
        for (int at = from; at < end - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * FACTOR;
            hash ^= hash >>> 32;
        }
        // the last word overlaps the one before
        hash = (hash ^ (long) LONGS.get(bytes, end - Long.BYTES)) * FACTOR;
        return (hash ^ hash >>> 32) * FACTOR;
    }
}
