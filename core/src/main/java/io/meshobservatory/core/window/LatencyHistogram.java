/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A DDSketch of latencies with a relative error of at most 1 %, from which calls can also be taken away again.
 *
 * <p>The buckets are those of DataDog's sketches-java (Masson, Rim, Lee: DDSketch, VLDB 2019); {@link #encode} and
 * {@link #decode} use its encoding. What that library does not offer, and late spans need, is subtraction: bucket counts
 * here form a group, so that adding and withdrawing calls gives the same histogram in any order. While changes are on
 * their way, counts may be negative; only the sum of all changes has a meaning.
 *
 * <p>Memory: 12 bytes per non-empty bucket, and nothing as long as there is none; latencies of one service rarely fill more
 * than a hundred. Not thread-safe, not even where it is only read, see {@link BucketStore}.
 */
public final class LatencyHistogram extends BucketStore {
    private static final double RELATIVE_ACCURACY = 0.01;
    private static final double NANOS_PER_MILLI = 1e6;
    static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

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
        } else if (times == 1) {
            addOne(MAPPING.index(nanos / NANOS_PER_MILLI));
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
        addBuckets(other, times);
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
        int size = buckets();
        for (int i = 0; i < size; i++) {
            seen += bucketCount(i);
            if (seen > rank) {
                return MAPPING.value(bucketIndex(i));
            }
        }
        return size == 0 ? 0 : MAPPING.value(bucketIndex(size - 1));
    }

    /**
     * The sketch in the encoding of sketches-java, values in milliseconds. Counts below 0 are left out: for a moment there
     * are some, when what is withdrawn was overtaken by its withdrawal, and a sketch cannot hold them.
     */
    public byte[] encode() {
        return SketchEncoding.encode(this);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no sketch, or one with other buckets
     */
    public static LatencyHistogram decode(byte[] sketch) {
        return SketchEncoding.decode(sketch);
    }

    /** How many latencies of 0 are in it. */
    long zeroCount() {
        return zeroCount;
    }

    /** Adds latencies of one bucket. */
    void addInBucket(int index, long times) {
        totalCount += times;
        addToBucket(index, times);
    }

    /**
     * Writes the state, negative counts included: zero count, number of buckets, then of each by how much its index is greater
     * than the one before, and its count.
     */
    void write(DataOutput out) throws IOException {
        PackedNumbers.write(zeroCount, out);
        writeBuckets(out);
    }

    static LatencyHistogram read(DataInput in) throws IOException {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.zeroCount = PackedNumbers.read(in);
        histogram.totalCount = histogram.zeroCount + histogram.readBuckets(in);
        return histogram;
    }

    LatencyHistogram copy() {
        LatencyHistogram copy = new LatencyHistogram();
        copy.merge(this);
        return copy;
    }
}
