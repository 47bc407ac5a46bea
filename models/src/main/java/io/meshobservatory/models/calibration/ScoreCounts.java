/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many scores fell into each bin: counts in one array over the range of bins in use.
 *
 * <p>Encoding: number of bins in use (int), then for each, ascending, bin (int) and count (long).
 */
final class ScoreCounts {
    private int first;
    private long[] counts = new long[0];

    void add(int bin, long count) {
        ensure(bin);
        counts[bin - first] += count;
    }

    void add(ScoreCounts other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] != 0) {
                add(other.first + i, other.counts[i]);
            }
        }
    }

    /** The least bin that may be in use. */
    int first() {
        return first;
    }

    /** One behind the greatest bin that may be in use; not greater than {@link #first} if none is. */
    int end() {
        return first + counts.length;
    }

    long count(int bin) {
        return bin < first || bin >= end() ? 0 : counts[bin - first];
    }

    long total() {
        return Arrays.stream(counts).sum();
    }

    ScoreCounts copy() {
        ScoreCounts copy = new ScoreCounts();
        copy.first = first;
        copy.counts = counts.clone();
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt((int) Arrays.stream(counts).filter(count -> count != 0).count());
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                out.writeInt(first + i);
                out.writeLong(counts[i]);
            }
        }
    }

    static ScoreCounts read(DataInput in) throws IOException {
        int used = in.readInt();
        if (used < 0 || used > ScoreBins.LAST + 1) {
            throw new IOException("bins in use: " + used + " (expected: 0 to " + (ScoreBins.LAST + 1) + ")");
        }
        ScoreCounts result = new ScoreCounts();
        for (int i = 0; i < used; i++) {
            int bin = in.readInt();
            long count = in.readLong();
            if (bin < 0 || bin > ScoreBins.LAST || count <= 0) {
                throw new IOException("bin " + bin + " holds " + count + " scores (expected: bin 0 to " + ScoreBins.LAST
                        + ", at least one score)");
            }
            result.add(bin, count);
        }
        return result;
    }

    private void ensure(int bin) {
        if (counts.length == 0) {
            first = bin;
            counts = new long[1];
        } else if (bin < first) {
            long[] grown = new long[end() - bin];
            System.arraycopy(counts, 0, grown, first - bin, counts.length);
            counts = grown;
            first = bin;
        } else if (bin >= end()) {
            counts = Arrays.copyOf(counts, bin - first + 1);
        }
    }
}
