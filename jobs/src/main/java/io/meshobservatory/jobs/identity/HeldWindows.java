/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.window.PackedStats;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one edge, as one place saw it, in the ten-second windows that may still change: a dozen at most. Immutable, so
 * that the heap backend need not copy them for a checkpoint.
 */
public final class HeldWindows {
    private final long[] starts;
    private final PackedStats[] sums;

    private HeldWindows(long[] starts, PackedStats[] sums) {
        this.starts = starts;
        this.sums = sums;
    }

    static HeldWindows of(long windowStartMillis, PackedStats sum) {
        return new HeldWindows(new long[] {windowStartMillis}, new PackedStats[] {sum});
    }

    /** These, and one more sum. */
    HeldWindows plus(long windowStartMillis, PackedStats sum) {
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] == windowStartMillis) {
                PackedStats[] changed = sums.clone();
                changed[i] = sums[i].plus(sum);
                return new HeldWindows(starts, changed);
            }
        }
        long[] moreStarts = Arrays.copyOf(starts, starts.length + 1);
        PackedStats[] moreSums = Arrays.copyOf(sums, sums.length + 1);
        moreStarts[starts.length] = windowStartMillis;
        moreSums[sums.length] = sum;
        return new HeldWindows(moreStarts, moreSums);
    }

    /** These without some windows, null if none is left. */
    @Nullable
    HeldWindows without(Set<Long> windowStartsMillis) {
        int left = 0;
        for (long start : starts) {
            left += windowStartsMillis.contains(start) ? 0 : 1;
        }
        if (left == 0 || left == starts.length) {
            return left == 0 ? null : this;
        }
        long[] leftStarts = new long[left];
        PackedStats[] leftSums = new PackedStats[left];
        int next = 0;
        for (int i = 0; i < starts.length; i++) {
            if (!windowStartsMillis.contains(starts[i])) {
                leftStarts[next] = starts[i];
                leftSums[next++] = sums[i];
            }
        }
        return new HeldWindows(leftStarts, leftSums);
    }

    /** How many windows there are. */
    int size() {
        return starts.length;
    }

    long windowStartMillis(int i) {
        return starts[i];
    }

    PackedStats sum(int i) {
        return sums[i];
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(starts.length);
        for (int i = 0; i < starts.length; i++) {
            out.writeLong(starts[i]);
            sums[i].write(out);
        }
    }

    static HeldWindows read(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new IOException("sums of " + count + " windows (expected: 0 or more)");
        }
        long[] starts = new long[count];
        PackedStats[] sums = new PackedStats[count];
        for (int i = 0; i < count; i++) {
            starts[i] = in.readLong();
            sums[i] = PackedStats.read(in);
        }
        return new HeldWindows(starts, sums);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeldWindows that
                && Arrays.equals(starts, that.starts)
                && Arrays.equals(sums, that.sums);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(starts) + Arrays.hashCode(sums);
    }
}
