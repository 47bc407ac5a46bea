/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.graph.Names;
import io.meshobservatory.core.telemetry.SampleWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts by name, for at most a fixed number of names; the rest is counted together as {@value #OTHER}. Which names are
 * kept does not depend on the order of the additions: those with the smallest scrambled hash. Counts can be subtracted, and
 * may be negative in a sum of changes. Not thread-safe.
 */
final class BoundedCounts {
    /** What stands for all names beyond the limit. */
    static final String OTHER = "OTHER";

    private static final int MAX_NAME_CHARS = 128;

    private final int limit;
    private @Nullable TreeMap<String, Long> counts;
    private @Nullable String last;

    /** @param limit how many names are kept, at least 1 */
    BoundedCounts(int limit) {
        this.limit = limit;
    }

    void add(String name, long times) {
        if (times == 0) {
            return;
        }
        if (counts == null) {
            counts = new TreeMap<>();
        }
        String counted = Names.cut(name, MAX_NAME_CHARS);
        if (counted.equals(OTHER) || counts.containsKey(counted) || named() < limit) {
            put(counts, counted, times);
            return;
        }
        String greatest = greatest(counts);
        if (order(counted, greatest) >= 0) {
            put(counts, OTHER, times);
            return;
        }
        long moved = java.util.Objects.requireNonNull(counts.remove(greatest));
        last = null;
        put(counts, OTHER, moved);
        put(counts, counted, times);
    }

    void merge(BoundedCounts other, long sign) {
        if (other.counts != null) {
            other.counts.forEach((name, times) -> add(name, sign * times));
        }
    }

    /** The sum of all counts. */
    long total() {
        long total = 0;
        if (counts != null) {
            for (long times : counts.values()) {
                total += times;
            }
        }
        return total;
    }

    /**
     * A sorted copy of sums of weights as numbers of calls, none negative. Beyond the limit a name may have been added to the
     * rest and subtracted from itself, or the other way round; so what is negative is settled with the rest, and what the
     * rest lacks then with the names that count most. The sum stays the same, or is nothing if it is negative.
     */
    Map<String, Long> toCalls() {
        TreeMap<String, Long> calls = new TreeMap<>();
        if (counts != null) {
            settled(counts).forEach((name, weights) -> calls.put(name, SampleWeight.calls(weights)));
            calls.values().removeIf(times -> times == 0);
        }
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
        out.writeShort(counts == null ? 0 : counts.size());
        if (counts != null) {
            for (Map.Entry<String, Long> entry : counts.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeLong(entry.getValue());
            }
        }
    }

    void read(DataInput in) throws IOException {
        int size = in.readUnsignedShort();
        for (int i = 0; i < size; i++) {
            add(in.readUTF(), in.readLong());
        }
    }

    private int named() {
        return counts == null ? 0 : counts.size() - (counts.containsKey(OTHER) ? 1 : 0);
    }

    private void put(TreeMap<String, Long> into, String name, long times) {
        if (into.merge(name, times, Long::sum) == 0) {
            into.remove(name);
        }
        last = null;
    }

    private String greatest(TreeMap<String, Long> of) {
        if (last == null) {
            for (String name : of.keySet()) {
                if (!name.equals(OTHER) && (last == null || order(name, last) > 0)) {
                    last = name;
                }
            }
        }
        return java.util.Objects.requireNonNull(last);
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
