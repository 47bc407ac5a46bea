/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link EdgeStats} as bytes, on their way and wherever they only wait: a fifth of what the objects take, and passed on or
 * shared without a look inside. Immutable.
 */
public final class PackedStats {
    /** Far more than bounded names and the buckets of two sketches need. */
    private static final int MAX_BYTES = 1 << 24;

    private final byte[] bytes;

    private PackedStats(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What statistics hold now. */
    public static PackedStats of(EdgeStats stats) {
        PackedOutput out = new PackedOutput();
        try {
            stats.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new PackedStats(out.toBytes());
    }

    /** What is packed, as an object of its own. */
    public EdgeStats unpack() {
        try {
            return EdgeStats.read(new PackedInput(bytes));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** This and another sum together. */
    public PackedStats plus(PackedStats other) {
        EdgeStats sum = unpack();
        sum.merge(other.unpack());
        return of(sum);
    }

    /** What must be added to undo the addition of this. */
    public PackedStats negated() {
        return of(unpack().negated());
    }

    /** Writes the number of bytes, and the bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #write} wrote. What is in the bytes is looked at later.
     *
     * @throws IOException if the number of bytes cannot be right
     */
    public static PackedStats read(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("packed sum of " + length + " bytes (expected: from 0 to " + MAX_BYTES + ")");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new PackedStats(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackedStats that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "PackedStats[" + bytes.length + " bytes]";
    }
}
