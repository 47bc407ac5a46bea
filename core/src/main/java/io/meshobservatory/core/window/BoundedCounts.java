/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by name, for at most a fixed number of names; the rest is counted together as {@value #OTHER}. Which names are
 * kept does not depend on the order of the additions: those with the smallest scrambled hash. Counts can be subtracted, and
 * may be negative in a sum of changes. Not thread-safe.
 */
final class BoundedCounts {
    /** What stands for all names beyond the limit. */
    static final String OTHER = "OTHER";

    private static final int MAX_NAME_CHARS = 128;
    private static final int UNKNOWN = -1;

    private static final String[] NO_NAMES = {};
    private static final long[] NO_COUNTS = {};

    private final int limit;

    /** The names in their order, and the counts in the same places, none of them 0. */
    private String[] names = NO_NAMES;

    private long[] counts = NO_COUNTS;
    private int size;

    /** Where the kept name is that has to go first, if it was looked for since a name came or went; else -1. */
    private int greatest = UNKNOWN;

    /** @param limit how many names are kept, at least 1 */
    BoundedCounts(int limit) {
        this.limit = limit;
    }

    void add(String name, long times) {
        if (times == 0) {
            return;
        }
        int same = indexOfSame(name);
        if (same >= 0) {
            change(same, times);
            return;
        }
        String counted = Names.cut(name, MAX_NAME_CHARS);
        int place = place(counted);
        if (place >= 0) {
            change(place, times);
        } else if (counted.equals(OTHER) || named() < limit) {
            insert(-place - 1, counted, times);
        } else if (order(counted, names[greatest()]) >= 0) {
            add(OTHER, times);
        } else {
            long moved = counts[greatest()];
            remove(greatest());
            add(OTHER, moved);
            insert(-place(counted) - 1, counted, times);
        }
    }

    void merge(BoundedCounts other, long sign) {
        if (size == 0 && sign == 1 && other.limit == limit) {
            names = Arrays.copyOf(other.names, other.size);
            counts = Arrays.copyOf(other.counts, other.size);
            size = other.size;
            greatest = UNKNOWN;
            return;
        }
        for (int i = 0; i < other.size; i++) {
            add(other.names[i], sign * other.counts[i]);
        }
    }

    /** The sum of all counts. */
    long total() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        return total;
    }

    /**
     * A sorted copy of sums of weights as numbers of calls, none negative. Beyond the limit a name may have been added to the
     * rest and subtracted from itself, or the other way round; so what is negative is settled with the rest, and what the
     * rest lacks then with the names that count most. The sum stays the same, or is nothing if it is negative.
     */
    Map<String, Long> toCalls() {
        if (size == 0) {
            return Map.of();
        }
        TreeMap<String, Long> weights = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            weights.put(names[i], counts[i]);
        }
        TreeMap<String, Long> calls = new TreeMap<>();
        settled(weights).forEach((name, weight) -> calls.put(name, SampleWeight.calls(weight)));
        calls.values().removeIf(times -> times == 0);
        return calls;
    }

    private static Map<String, Long> settled(TreeMap<String, Long> of) {
        if (of.values().stream().noneMatch(times -> times < 0)) {
            return of;
        }
        TreeMap<String, Long> settled = new TreeMap<>(of);
        long rest = settled.getOrDefault(OTHER, 0L);
        settled.remove(OTHER);
        for (long times : settled.values()) {
            rest += Math.min(times, 0);
        }
        settled.values().removeIf(times -> times <= 0);
        while (rest < 0 && !settled.isEmpty()) {
            Map.Entry<String, Long> most = Collections.max(settled.entrySet(), Map.Entry.comparingByValue());
            String name = most.getKey();
            rest += most.getValue();
            settled.remove(name);
            if (rest > 0) {
                settled.put(name, rest);
                rest = 0;
            }
        }
        if (rest > 0) {
            settled.put(OTHER, rest);
        }
        return settled;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(size);
        for (int i = 0; i < size; i++) {
            out.writeUTF(names[i]);
            PackedNumbers.write(counts[i], out);
        }
    }

    void read(DataInput in) throws IOException {
        int written = in.readUnsignedShort();
        for (int i = 0; i < written; i++) {
            String name = in.readUTF();
            long times = PackedNumbers.read(in);
            // they were written in their order
            boolean next = i == size && size < limit && (i == 0 || names[i - 1].compareTo(name) < 0);
            if (next && times != 0) {
                insert(size, name, times);
            } else {
                add(name, times);
            }
        }
    }

    /** Where a name is that is the same object, as names mostly are; -1 if it is not found in this way. */
    @SuppressWarnings("ReferenceEquality") // only to save comparisons
    private int indexOfSame(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    private int place(String name) {
        return Arrays.binarySearch(names, 0, size, name);
    }

    private int named() {
        return size - (place(OTHER) >= 0 ? 1 : 0);
    }

    private void change(int place, long times) {
        counts[place] += times;
        if (counts[place] == 0) {
            remove(place);
        }
    }

    private void insert(int place, String name, long times) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size == 0 ? 2 : 2 * size);
            counts = Arrays.copyOf(counts, names.length);
        }
        System.arraycopy(names, place, names, place + 1, size - place);
        System.arraycopy(counts, place, counts, place + 1, size - place);
        names[place] = name;
        counts[place] = times;
        size++;
        greatest = UNKNOWN;
    }

    private void remove(int place) {
        size--;
        System.arraycopy(names, place + 1, names, place, size - place);
        System.arraycopy(counts, place + 1, counts, place, size - place);
        names[size] = OTHER;
        greatest = UNKNOWN;
    }

    private int greatest() {
        if (greatest == UNKNOWN) {
            for (int i = 0; i < size; i++) {
                boolean isRest = names[i].equals(OTHER);
                if (!isRest && (greatest == UNKNOWN || order(names[i], names[greatest]) > 0)) {
                    greatest = i;
                }
            }
        }
        return greatest;
    }

    private static int order(String one, String other) {
        int byHash = Integer.compare(scrambled(one), scrambled(other));
        return byHash != 0 ? byHash : one.compareTo(other);
    }

    /** The finalizer of MurmurHash3 (Austin Appleby, public domain), so that similar names lie far apart. */
    private static int scrambled(String name) {
        int hash = name.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
