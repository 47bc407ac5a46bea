/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** A few names of a node, its versions or its principals, each with when it was seen first and last. Not thread-safe. */
final class KnownNames {
    private static final int MAX = 8;

    private record Seen(int firstMinute, int lastMinute) {}

    private final TreeMap<Long, Seen> names = new TreeMap<>();

    boolean isEmpty() {
        return names.isEmpty();
    }

    boolean knows(String name) {
        return names.containsKey(Fingerprint.of(name));
    }

    /** When the earliest name was seen first; the given minute if there is none. */
    int earliest(int minute) {
        int earliest = minute;
        for (Seen seen : names.values()) {
            earliest = Math.min(earliest, seen.firstMinute);
        }
        return earliest;
    }

    /** When the latest name was seen first; 0 if there is none. */
    int latest() {
        int latest = 0;
        for (Seen seen : names.values()) {
            latest = Math.max(latest, seen.firstMinute);
        }
        return latest;
    }

    /** How many minutes ago a name was seen first; 0 if never. */
    int ageMinutes(String name, int minute) {
        Seen seen = names.get(Fingerprint.of(name));
        return seen == null ? 0 : minute - seen.firstMinute;
    }

    void note(String name, int minute) {
        long key = Fingerprint.of(name);
        Seen before = names.get(key);
        names.put(key, new Seen(before == null ? minute : before.firstMinute, minute));
        if (names.size() > MAX) {
            long oldest = 0;
            int when = Integer.MAX_VALUE;
            for (Map.Entry<Long, Seen> entry : names.entrySet()) {
                if (entry.getValue().lastMinute < when && entry.getKey() != key) {
                    when = entry.getValue().lastMinute;
                    oldest = entry.getKey();
                }
            }
            names.remove(oldest);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(names.size());
        for (Map.Entry<Long, Seen> entry : names.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeInt(entry.getValue().firstMinute);
            out.writeInt(entry.getValue().lastMinute);
        }
    }

    static KnownNames read(DataInput in) throws IOException {
        KnownNames read = new KnownNames();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            read.names.put(in.readLong(), new Seen(in.readInt(), in.readInt()));
        }
        return read;
    }
}
