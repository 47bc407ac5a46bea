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
 * Buckets between bounds that the sender chose; a bucket contains its upper bound. Immutable.
 *
 * <p>Inside a bucket, latencies are taken to be spread evenly. Those beyond the last bound are put at that bound: nothing
 * tells how much longer they took.
 */
public final class ExplicitBuckets implements Buckets {
    static final byte FORM = 1;

    /** Finer steps than this inside a bucket would fall into one bucket of the histogram, or near. */
    private static final int MAX_STEPS = 64;

    private final double[] boundsMillis;
    private final long[] counts;
    private final long count;

    /**
     * @param boundsMillis upper bounds in milliseconds, ascending; the arrays are not copied
     * @param counts how many in each, one more than bounds, none negative
     * @throws IllegalArgumentException if they do not fit together
     */
    public ExplicitBuckets(double[] boundsMillis, long[] counts) {
        if (counts.length != boundsMillis.length + 1 || counts.length > MAX_BUCKETS) {
            throw new IllegalArgumentException(counts.length + " buckets with " + boundsMillis.length
                    + " bounds (expected: one more than bounds, at most " + MAX_BUCKETS + ")");
        }
        for (int i = 0; i < boundsMillis.length; i++) {
            boolean ascends = i == 0 ? !Double.isNaN(boundsMillis[i]) : boundsMillis[i] > boundsMillis[i - 1];
            if (!ascends) {
                throw new IllegalArgumentException("bound " + boundsMillis[i] + " (expected: ascending)");
            }
        }
        this.boundsMillis = boundsMillis;
        this.counts = counts;
        this.count = ExponentialBuckets.total(counts);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public @Nullable Buckets since(Buckets earlier) {
        if (!(earlier instanceof ExplicitBuckets before) || !Arrays.equals(boundsMillis, before.boundsMillis)) {
            return null;
        }
        long[] grown = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            grown[i] = counts[i] - before.counts[i];
            if (grown[i] < 0) {
                return null;
            }
        }
        return new ExplicitBuckets(boundsMillis, grown);
    }

    @Override
    public void addTo(LatencyHistogram histogram, LongUnaryOperator share) {
        for (int i = 0; i < counts.length; i++) {
            long times = share.applyAsLong(counts[i]);
            if (times > 0) {
                addBucket(histogram, i, times);
            }
        }
    }

    private void addBucket(LatencyHistogram histogram, int bucket, long times) {
        double lower = bucket == 0 ? 0 : Math.max(0, boundsMillis[bucket - 1]);
        double upper = bucket == boundsMillis.length ? lower : Math.max(lower, boundsMillis[bucket]);
        if (Double.isInfinite(upper) || upper == lower) {
            histogram.add(LatencyUnits.nanos(lower), times);
            return;
        }
        int steps = (int) Math.min(times, MAX_STEPS);
        for (int step = 0; step < steps; step++) {
            long here = upTo(step + 1, steps, times) - upTo(step, steps, times);
            histogram.add(LatencyUnits.nanos(lower + (upper - lower) * (step + 0.5) / steps), here);
        }
    }

    /** times * step / steps, rounded down, without overflow. */
    private static long upTo(int step, int steps, long times) {
        return times / steps * step + times % steps * step / steps;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORM);
        out.writeShort(boundsMillis.length);
        for (double bound : boundsMillis) {
            out.writeDouble(bound);
        }
        for (long bucket : counts) {
            out.writeLong(bucket);
        }
    }

    static ExplicitBuckets readContents(DataInput in) throws IOException {
        double[] bounds = new double[in.readShort()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = in.readDouble();
        }
        long[] counts = new long[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
        }
        return new ExplicitBuckets(bounds, counts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExplicitBuckets that
                && Arrays.equals(boundsMillis, that.boundsMillis)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(boundsMillis) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "ExplicitBuckets[boundsMillis=" + Arrays.toString(boundsMillis) + ", counts=" + Arrays.toString(counts)
                + "]";
    }
}
