/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a point tells, or by how much it grew. Immutable.
 *
 * @param amount a count, a sum of bytes, or a sum of latencies in nanoseconds; 0 for a level
 * @param level a level, 0 for anything else
 * @param buckets the distribution of latencies; of a sum of a histogram only how many there were; null for anything else
 */
public record Reading(long amount, double level, @Nullable Buckets buckets) {
    /** A number of things that were counted, at least 0. */
    public static Reading count(long amount) {
        return new Reading(amount, 0, null);
    }

    /** A level. */
    public static Reading level(double level) {
        return new Reading(0, level, null);
    }

    /**
     * A distribution of latencies.
     *
     * @param sumNanos their sum in nanoseconds, at least 0
     * @param buckets how many there are of which size
     */
    public static Reading latencies(long sumNanos, Buckets buckets) {
        return new Reading(sumNanos, 0, buckets);
    }

    /**
     * The sum of a histogram.
     *
     * @param amount the sum, at least 0
     * @param count how many values it has, at least 0: after a new beginning, the sum of a few great ones may exceed the
     *     sum before, and hide it
     */
    public static Reading sum(long amount, long count) {
        return new Reading(amount, 0, new ExplicitBuckets(new double[0], new long[] {count}));
    }

    /** By how much this is morethan an earlier reading; null if it is not: the series began anew between them. */
    @Nullable
    Reading since(Reading earlier) {
        if (amount < earlier.amount || (buckets == null) != (earlier.buckets == null)) {
            return null;
        }
        if (buckets == null || earlier.buckets == null) {
            return count(amount - earlier.amount);
        }
        Buckets increase = buckets.since(earlier.buckets);
        return increase == null ? null : latencies(amount - earlier.amount, increase);
    }

    /** Whether nothing was counted. */
    boolean isNothing() {
        return amount == 0 && (buckets == null || buckets.count() == 0);
    }

    /** Writes amount, level and buckets. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(amount);
        out.writeDouble(level);
        out.writeBoolean(buckets != null);
        if (buckets != null) {
            buckets.write(out);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Reading read(DataInput in) throws IOException {
        return new Reading(in.readLong(), in.readDouble(), in.readBoolean() ? Buckets.read(in) : null);
    }
}
