/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts by bucket of a sketch, sorted by index, positive and negative ones but none that is 0. What is counted one by one is
 * noted first, and put where it belongs once {@value #MAX_NOTED} are noted or somebody looks: to sort them and go through all
 * buckets once costs less than to search for the place of each. Memory: 12 bytes for each bucket, and at most 4 times
 * {@value #MAX_NOTED} where something was noted. Not thread-safe.
 */
abstract class BucketStore {
    private static final int MORE = 2;
    private static final int FIRST_NOTED = 4;
    private static final int MAX_NOTED = 32;

    /** Far more than there are between a nanosecond and the longest time that a long can tell. */
    private static final int MAX_BUCKETS = 1 << 16;

    private static final int[] NO_INDEXES = {};
    private static final long[] NO_COUNTS = {};

    private int[] indexes = NO_INDEXES;
    private long[] counts = NO_COUNTS;
    private int size;

    /** Indexes of buckets to which one is to be added, in the order in which they came. */
    private int[] noted = NO_INDEXES;

    private int notedCount;

    /** How many buckets there are. */
    final int buckets() {
        settle();
        return size;
    }

    /** The index of a bucket in the mapping; ascending. Places count as long as nothing is added. */
    final int bucketIndex(int bucket) {
        return indexes[bucket];
    }

    final long bucketCount(int bucket) {
        return counts[bucket];
    }

    /** Adds one to a bucket. */
    final void addOne(int index) {
        if (notedCount == MAX_NOTED) {
            settle();
        }
        if (notedCount == noted.length) {
            noted = Arrays.copyOf(noted, Math.max(FIRST_NOTED, 2 * notedCount));
        }
        noted[notedCount++] = index;
    }

    /** Adds so many to a bucket; a negative number takes them away. */
    final void addToBucket(int index, long times) {
        settle();
        int position = Arrays.binarySearch(indexes, 0, size, index);
        if (position >= 0) {
            counts[position] += times;
            if (counts[position] == 0) {
                dropEmpty();
            }
        } else if (times != 0) {
            insertAt(-position - 1, index, times);
        }
    }

    /** Adds all buckets of another so many times, not 0. */
    final void addBuckets(BucketStore other, long times) {
        int added = other.buckets();
        if (buckets() == 0 && times == 1) {
            indexes = Arrays.copyOf(other.indexes, added);
            counts = Arrays.copyOf(other.counts, added);
            size = added;
        } else {
            addSorted(other.indexes, other.counts, added, times);
        }
    }

    /** Writes the number of buckets, then of each by how much its index is greater than the one before, and its count. */
    final void writeBuckets(DataOutput out) throws IOException {
        PackedNumbers.write(buckets(), out);
        int last = 0;
        for (int i = 0; i < size; i++) {
            PackedNumbers.write(indexes[i] - last, out);
            PackedNumbers.write(counts[i], out);
            last = indexes[i];
        }
    }

    /** Reads what {@link #writeBuckets} wrote, where there is none yet, and returns the sum of all counts. */
    final long readBuckets(DataInput in) throws IOException {
        int written = PackedNumbers.readInt(in);
        if (written < 0 || written > MAX_BUCKETS) {
            throw new IOException("latencies in " + written + " buckets (expected: from 0 to " + MAX_BUCKETS + ")");
        }
        indexes = new int[written];
        counts = new long[written];
        size = written;
        long total = 0;
        int last = 0;
        for (int i = 0; i < written; i++) {
            last += PackedNumbers.readInt(in);
            indexes[i] = last;
            counts[i] = PackedNumbers.read(in);
            total += counts[i];
        }
        return total;
    }

    private void insertAt(int position, int index, long times) {
        makeRoom(1);
        System.arraycopy(indexes, position, indexes, position + 1, size - position);
        System.arraycopy(counts, position, counts, position + 1, size - position);
        indexes[position] = index;
        counts[position] = times;
        size++;
    }

    private void makeRoom(int more) {
        if (size + more > indexes.length) {
            indexes = Arrays.copyOf(indexes, size + more + size / 2 + MORE);
            counts = Arrays.copyOf(counts, indexes.length);
        }
    }

    /** Counts what is noted. */
    private void settle() {
        if (notedCount == 0) {
            return;
        }
        Arrays.sort(noted, 0, notedCount);
        long[] times = new long[notedCount];
        int distinct = 0;
        for (int i = 0; i < notedCount; i++) {
            if (i > 0 && noted[i] == noted[distinct - 1]) {
                times[distinct - 1]++;
            } else {
                noted[distinct] = noted[i];
                times[distinct++] = 1;
            }
        }
        notedCount = 0;
        addSorted(noted, times, distinct, 1);
    }

    private void addSorted(int[] ofIndexes, long[] ofCounts, int number, long times) {
        int unknown = number;
        boolean empty = false;
        int bucket = 0;
        for (int i = 0; i < number; i++) {
            int index = ofIndexes[i];
            while (bucket < size && indexes[bucket] < index) {
                bucket++;
            }
            if (bucket < size && indexes[bucket] == index) {
                counts[bucket] += times * ofCounts[i];
                empty |= counts[bucket] == 0;
                unknown--;
            }
        }
        insertUnknown(ofIndexes, ofCounts, unknown, number - 1, times);
        if (empty) {
            dropEmpty();
        }
    }

    /** Makes buckets of those that were unknown, from the greatest on, so that each bucket moves once. */
    private void insertUnknown(int[] ofIndexes, long[] ofCounts, int unknown, int last, long times) {
        makeRoom(unknown);
        int from = size - 1;
        int to = from + unknown;
        size += unknown;
        for (int i = last; to > from; i--) {
            int index = ofIndexes[i];
            for (; from >= 0 && indexes[from] > index; from--, to--) {
                indexes[to] = indexes[from];
                counts[to] = counts[from];
            }
            if (from < 0 || indexes[from] != index) {
                indexes[to] = index;
                counts[to--] = times * ofCounts[i];
            }
        }
    }

    private void dropEmpty() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                indexes[kept] = indexes[i];
                counts[kept++] = counts[i];
            }
        }
        size = kept;
    }
}
