/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.SparseStore;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * A DDSketch of latencies with a relative error of at most 1 %, from which calls can also be taken away again.
 *
 * <p>The buckets are those of DataDog's sketches-java (Masson, Rim, Lee: DDSketch, VLDB 2019); {@link #encode} and
 * {@link #decode} use its encoding. What that library does not offer, and late spans need, is subtraction: bucket counts
 * here form a group, so that adding and withdrawing calls gives the same histogram in any order. While changes are on
 * their way, counts may be negative; only the sum of all changes has a meaning.
 *
 * <p>Memory: 12 bytes per non-empty bucket; latencies of one service rarely fill more than a hundred. Adding costs a
 * binary search. Not thread-safe.
 */
public final class LatencyHistogram {
    private static final double RELATIVE_ACCURACY = 0.01;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

    /** Sparse: the bytes may come from anywhere, and a dense store would fill the memory between two far buckets. */
    private static final Supplier<com.datadoghq.sketch.ddsketch.store.Store> STORE = SparseStore::new;

    private static final int INITIAL_CAPACITY = 8;

    /** Up to here, doubles tell whole numbers apart. */
    private static final double MAX_COUNT = 0x1p53;

    private int[] indexes = new int[INITIAL_CAPACITY];
    private long[] counts = new long[INITIAL_CAPACITY];
    private int size;
    private long zeroCount;
    private long totalCount;

    /**
     * Adds latencies.
     *
     * @param nanos the latency in nanoseconds, at least 0
     * @param times how many calls had it; negative takes them away
     */
    public void add(long nanos, long times) {
        if (nanos < 0) {
            throw new IllegalArgumentException("latency: " + nanos + " ns (expected: >= 0)");
        }
        totalCount += times;
        if (nanos == 0) {
            zeroCount += times;
        } else {
            addToBucket(MAPPING.index(nanos / NANOS_PER_MILLI), times);
        }
    }

    /** Adds all of another histogram, which stays as it is. */
    public void merge(LatencyHistogram other) {
        merge(other, 1);
    }

    /** Adds another histogram so many times; negative takes it away. */
    void merge(LatencyHistogram other, long times) {
        totalCount += times * other.totalCount;
        zeroCount += times * other.zeroCount;
        for (int i = 0; i < other.size; i++) {
            addToBucket(other.indexes[i], times * other.counts[i]);
        }
    }

    /** How many latencies are in it. */
    public long count() {
        return totalCount;
    }

    /**
     * A quantile.
     *
     * @param quantile from 0 to 1
     * @return milliseconds, within 1 % of an element of that rank; NaN if the histogram is empty
     */
    public double quantileMillis(double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile: " + quantile + " (expected: from 0 to 1)");
        }
        if (totalCount <= 0) {
            return Double.NaN;
        }
        double rank = quantile * (totalCount - 1);
        long seen = zeroCount;
        if (seen > rank) {
            return 0;
        }
        for (int i = 0; i < size; i++) {
            seen += counts[i];
            if (seen > rank) {
                return MAPPING.value(indexes[i]);
            }
        }
        return size == 0 ? 0 : MAPPING.value(indexes[size - 1]);
    }

    /**
     * The sketch in the encoding of sketches-java, values in milliseconds. Counts below 0 are left out: for a moment there
     * are some, when what is withdrawn was overtaken by its withdrawal, and a sketch cannot hold them.
     */
    public byte[] encode() {
        UnboundedSizeDenseStore store = new UnboundedSizeDenseStore();
        for (int i = 0; i < size; i++) {
            store.add(indexes[i], (double) Math.max(0, counts[i]));
        }
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            DDSketch.of(MAPPING, new UnboundedSizeDenseStore(), store, Math.max(0, zeroCount))
                    .encode(out, false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.trimmedCopy();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no sketch, or one with other buckets
     */
    public static LatencyHistogram decode(byte[] sketch) {
        DDSketch decoded;
        try {
            decoded = DDSketch.decode(ByteArrayInput.wrap(sketch), STORE);
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException(
                    "not a DDSketch of " + sketch.length + " bytes: " + malformed, malformed);
        }
        if (!MAPPING.equals(decoded.getIndexMapping())) {
            throw new IllegalArgumentException(
                    "DDSketch with other buckets: " + decoded.getIndexMapping() + " (expected: " + MAPPING + ")");
        }
        if (!decoded.getNegativeValueStore().isEmpty()) {
            throw new IllegalArgumentException("DDSketch with negative latencies (expected: none below 0)");
        }
        LatencyHistogram histogram = new LatencyHistogram();
        double inBuckets = 0;
        for (Iterator<Bin> bins = decoded.getPositiveValueStore().getAscendingIterator(); bins.hasNext(); ) {
            Bin bin = bins.next();
            requireCount(bin.getCount());
            histogram.addToBucket(bin.getIndex(), Math.round(bin.getCount()));
            inBuckets += bin.getCount();
        }
        requireCount(decoded.getCount() - inBuckets);
        histogram.zeroCount = Math.round(decoded.getCount() - inBuckets);
        histogram.totalCount = histogram.zeroCount;
        for (int i = 0; i < histogram.size; i++) {
            histogram.totalCount += histogram.counts[i];
        }
        return histogram;
    }

    private static void requireCount(double count) {
        if (!(count >= 0 && count <= MAX_COUNT)) {
            throw new IllegalArgumentException("DDSketch with a count of " + count + " (expected: from 0 to 2^53)");
        }
    }

    /** Writes the state, negative counts included: zero count, number of buckets, then index and count of each. */
    void write(DataOutput out) throws IOException {
        out.writeLong(zeroCount);
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(indexes[i]);
            out.writeLong(counts[i]);
        }
    }

    static LatencyHistogram read(DataInput in) throws IOException {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.zeroCount = in.readLong();
        int size = in.readInt();
        histogram.indexes = new int[Math.max(size, INITIAL_CAPACITY)];
        histogram.counts = new long[Math.max(size, INITIAL_CAPACITY)];
        histogram.size = size;
        long total = histogram.zeroCount;
        for (int i = 0; i < size; i++) {
            histogram.indexes[i] = in.readInt();
            histogram.counts[i] = in.readLong();
            total += histogram.counts[i];
        }
        histogram.totalCount = total;
        return histogram;
    }

    LatencyHistogram copy() {
        LatencyHistogram copy = new LatencyHistogram();
        copy.indexes = indexes.clone();
        copy.counts = counts.clone();
        copy.size = size;
        copy.zeroCount = zeroCount;
        copy.totalCount = totalCount;
        return copy;
    }

    private void addToBucket(int index, long times) {
        int position = Arrays.binarySearch(indexes, 0, size, index);
        if (position >= 0) {
            counts[position] += times;
            if (counts[position] == 0) {
                removeAt(position);
            }
        } else if (times != 0) {
            insertAt(-position - 1, index, times);
        }
    }

    private void insertAt(int position, int index, long times) {
        if (size == indexes.length) {
            indexes = Arrays.copyOf(indexes, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(indexes, position, indexes, position + 1, size - position);
        System.arraycopy(counts, position, counts, position + 1, size - position);
        indexes[position] = index;
        counts[position] = times;
        size++;
    }

    private void removeAt(int position) {
        size--;
        System.arraycopy(indexes, position + 1, indexes, position, size - position);
        System.arraycopy(counts, position + 1, counts, position, size - position);
    }
}
