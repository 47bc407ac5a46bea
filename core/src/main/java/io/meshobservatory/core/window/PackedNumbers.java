/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whole numbers in as few bytes as they need, as Protocol Buffers writes {@code sint64}: seven bits in each byte, the lowest
 * first, the sign in the lowest bit of all. From -64 to 63 it is one byte. Stateless.
 */
final class PackedNumbers {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private PackedNumbers() {}

    static void write(long number, DataOutput out) throws IOException {
        long rest = (number << 1) ^ (number >> (Long.SIZE - 1));
        while ((rest & -MORE) != 0) {
            out.writeByte((int) (rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }

    /** @throws IOException if there are more bits than a number has */
    static long read(DataInput in) throws IOException {
        long read = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            byte next = in.readByte();
            read |= (long) (next & (MORE - 1)) << shift;
            if (next >= 0) {
                return (read >>> 1) ^ -(read & 1);
            }
        }
        throw new IOException("packed number of more than 10 bytes (expected: at most 10)");
    }

    /** A number that counts or indexes something. */
    static int readInt(DataInput in) throws IOException {
        long read = read(in);
        if (read != (int) read) {
            throw new IOException("packed number " + read + " (expected: one of 32 bits)");
        }
        return (int) read;
    }
}
