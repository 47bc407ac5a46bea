/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which ten-second windows something was seen: a sparse bitmap of window numbers (windows since the epoch), so that the
 * order in which it is told makes no difference. A block of 64 windows, in which something was seen, takes 16 bytes. Not
 * thread-safe.
 */
final class Sightings {
    /** No window. */
    static final long NONE = Long.MIN_VALUE;

    private static final int BLOCK_BITS = 6;
    private static final long BLOCK_MASK = (1L << BLOCK_BITS) - 1;

    private final TreeMap<Long, Long> blocks = new TreeMap<>();

    /** Notes a window; whether it was not noted before. */
    boolean add(long window) {
        long bit = 1L << (window & BLOCK_MASK);
        long before = blocks.getOrDefault(window >> BLOCK_BITS, 0L);
        if ((before & bit) != 0) {
            return false;
        }
        blocks.put(window >> BLOCK_BITS, before | bit);
        return true;
    }

    /** The first window of a range, both ends included; {@link #NONE} if there is none in it. */
    long first(long from, long to) {
        for (Map.Entry<Long, Long> block :
                blocks.tailMap(from >> BLOCK_BITS, true).entrySet()) {
            long start = block.getKey() << BLOCK_BITS;
            long bits = block.getValue() & (start < from ? -1L << (from - start) : -1L);
            if (bits != 0) {
                long window = start + Long.numberOfTrailingZeros(bits);
                return window <= to ? window : NONE;
            }
        }
        return NONE;
    }

    /** The last window of a range, both ends included; {@link #NONE} if there is none in it. */
    long last(long from, long to) {
        for (Map.Entry<Long, Long> block :
                blocks.headMap(to >> BLOCK_BITS, true).descendingMap().entrySet()) {
            long start = block.getKey() << BLOCK_BITS;
            long bits = block.getValue() & (to - start < BLOCK_MASK ? (1L << (to - start + 1)) - 1 : -1L);
            if (bits != 0) {
                long window = start + BLOCK_MASK - Long.numberOfLeadingZeros(bits);
                return window >= from ? window : NONE;
            }
        }
        return NONE;
    }

    /** Whether it was seen in the block of a window. */
    boolean hasBlockOf(long window) {
        return blocks.containsKey(window >> BLOCK_BITS);
    }

    /** Forgets the block of a window. */
    void forgetBlockOf(long window) {
        blocks.remove(window >> BLOCK_BITS);
    }

    /** Forgets what lies before a window, in whole blocks: some of it may stay a little longer. */
    void forgetBefore(long window) {
        blocks.headMap(window >> BLOCK_BITS, false).clear();
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    Sightings copy() {
        Sightings copy = new Sightings();
        copy.blocks.putAll(blocks);
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(blocks.size());
        for (Map.Entry<Long, Long> block : blocks.entrySet()) {
            out.writeLong(block.getKey());
            out.writeLong(block.getValue());
        }
    }

    static Sightings read(DataInput in) throws IOException {
        Sightings sightings = new Sightings();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            sightings.blocks.put(in.readLong(), in.readLong());
        }
        return sightings;
    }
}
