/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How a span stands in a slice, big-endian. At fixed places: a byte with the length of all of it, three bytes that say how
 * it is and which of the fields that are mostly empty follow, its end, its id and that of its parent. Then the numbers of its
 * texts: workload, peer, protocol, response flags, operation, denial, source and destination principal. Then its duration, its
 * copy, its weight and its sizes. Numbers of variable length have seven bits a byte, the lowest first. Stateless.
 */
final class PackedSpan {
    static final int LINKED_ELSEWHERE = 1 << 6;
    static final int HAS_PEER = 1 << 7;
    static final int HAS_COPY = 1 << 7;

    static final int HAS_WEIGHT = 1;
    static final int HAS_REQUEST_BYTES = 1 << 1;
    static final int HAS_RESPONSE_BYTES = 1 << 2;
    static final int HAS_FLAGS = 1 << 3;
    static final int HAS_OPERATION = 1 << 4;
    static final int HAS_DENIAL = 1 << 5;
    static final int HAS_SOURCE_PRINCIPAL = 1 << 6;
    static final int HAS_DESTINATION_PRINCIPAL = 1 << 7;

    /** Those of {@code HAS_} that stand for a text. */
    private static final int TEXTS =
            HAS_FLAGS | HAS_OPERATION | HAS_DENIAL | HAS_SOURCE_PRINCIPAL | HAS_DESTINATION_PRINCIPAL;

    static final int END_AT = 4;
    static final int ID_AT = 12;
    static final int PARENT_AT = 20;
    /** Where the numbers of the texts begin. */
    static final int TEXTS_AT = 28;
    /** Eight numbers of texts of five bytes at most, three of ten, one of four and one of eight are more than enough. */
    static final int MAX_BYTES = 128;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private PackedSpan() {}

    /** Of how many bytes the span at a position is. */
    static int length(byte[] spans, int at) {
        return spans[at];
    }

    /** When it ended, nanoseconds since the epoch. */
    static long endNanos(byte[] spans, int at) {
        return (long) LONG.get(spans, at + END_AT);
    }

    /** How many texts it has. */
    static int textCount(byte[] spans, int at) {
        return 2 + (spans[at + 1] >>> 7 & 1) + Integer.bitCount(spans[at + 3] & TEXTS);
    }

    static long readLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void writeLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }
}
