/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import io.meshobservatory.core.window.LatencyHistogram;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of OTLP's exponential histogram: bucket i holds what is greater than base^i and at most base^(i+1), where base is
 * 2^(2^-scale). Immutable.
 *
 * <p>A sender makes its scale coarser when values spread, which is no new beginning: both sides are brought to the coarser
 * scale by adding up pairs of buckets. Latencies are put at the geometric middle of their bucket, those of the zero bucket
 * at 0.
 */
public final class ExponentialBuckets implements Buckets {
    static final byte FORM = 2;

    private static final int MIN_SCALE = -10;
    private static final int MAX_SCALE = 20;

    private final int scale;
    private final long zeroCount;
    private final int offset;
    private final long[] counts;
    private final long count;

    /**
     * @param scale from -10 to 20
     * @param zeroCount how many are 0, or nearly
     * @param offset the index of the first bucket
     * @param counts how many in each bucket; the array is not copied
     * @throws IllegalArgumentException if a count is negative, or there are too many buckets, or the scale is not supported
     */
    public ExponentialBuckets(int scale, long zeroCount, int offset, long[] counts) {
        if (scale < MIN_SCALE || scale > MAX_SCALE) {
            throw new IllegalArgumentException(
                    "scale: " + scale + " (expected: from " + MIN_SCALE + " to " + MAX_SCALE + ")");
        }
        if (counts.length > MAX_BUCKETS || zeroCount < 0) {
            throw new IllegalArgumentException(counts.length + " buckets, " + zeroCount + " zeros (expected: at most "
                    + MAX_BUCKETS + " buckets, none negative)");
        }
        this.scale = scale;
        this.zeroCount = zeroCount;
        this.offset = offset;
        this.counts = counts;
        this.count = zeroCount + total(counts);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public @Nullable Buckets since(Buckets earlier) {
        if (!(earlier instanceof ExponentialBuckets before)) {
            return null;
        }
        int common = Math.min(scale, before.scale);
        ExponentialBuckets now = coarsened(common);
        ExponentialBuckets then = before.coarsened(common);
        if (then.zeroCount > now.zeroCount) {
            return null;
        }
        long[] grown = now.counts.clone();
        for (int i = 0; i < then.counts.length; i++) {
            if (then.counts[i] == 0) {
                continue;
            }
            long here = (long) then.offset + i - now.offset;
            if (here < 0 || here >= grown.length || grown[(int) here] < then.counts[i]) {
                return null;
            }
            grown[(int) here] -= then.counts[i];
        }
        return new ExponentialBuckets(common, now.zeroCount - then.zeroCount, now.offset, grown);
    }

    @Override
    public void addTo(LatencyHistogram histogram, LongUnaryOperator share) {
        histogram.add(0, share.applyAsLong(zeroCount));
        double log2OfBase = Math.pow(2, -scale);
        for (int i = 0; i < counts.length; i++) {
            long times = share.applyAsLong(counts[i]);
            if (times > 0) {
                double index = (double) offset + i;
                histogram.add(LatencyUnits.nanos(Math.pow(2, (index + 0.5) * log2OfBase)), times);
            }
        }
    }

    private ExponentialBuckets coarsened(int newScale) {
        int halvings = scale - newScale;
        if (halvings == 0 || counts.length == 0) {
            return new ExponentialBuckets(newScale, zeroCount, offset >> halvings, counts);
        }
        int first = offset >> halvings;
        int last = Math.toIntExact(((long) offset + counts.length - 1) >> halvings);
        long[] coarse = new long[last - first + 1];
        for (int i = 0; i < counts.length; i++) {
            coarse[Math.toIntExact((((long) offset + i) >> halvings) - first)] += counts[i];
        }
        return new ExponentialBuckets(newScale, zeroCount, first, coarse);
    }

    /** The sum of counts. @throws IllegalArgumentException if one is negative */
    static long total(long[] counts) {
        long total = 0;
        for (long bucket : counts) {
            if (bucket < 0) {
                throw new IllegalArgumentException("bucket with " + bucket + " (expected: none negative)");
            }
            total += bucket;
        }
        return total;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORM);
        out.writeByte(scale);
        out.writeLong(zeroCount);
        out.writeInt(offset);
        out.writeShort(counts.length);
        for (long bucket : counts) {
            out.writeLong(bucket);
        }
    }

    static ExponentialBuckets readContents(DataInput in) throws IOException {
        int scale = in.readByte();
        long zeroCount = in.readLong();
        int offset = in.readInt();
        long[] counts = new long[in.readShort()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
        }
        return new ExponentialBuckets(scale, zeroCount, offset, counts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExponentialBuckets that
                && scale == that.scale
                && zeroCount == that.zeroCount
                && offset == that.offset
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return ((31 * scale + Long.hashCode(zeroCount)) * 31 + offset) * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "ExponentialBuckets[scale=" + scale + ", zeroCount=" + zeroCount + ", offset=" + offset + ", counts="
                + Arrays.toString(counts) + "]";
    }
}
