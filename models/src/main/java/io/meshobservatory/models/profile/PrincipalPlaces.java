/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** From which nodes one principal came to a destination. Not thread-safe. */
final class PrincipalPlaces {
    private static final int MAX_PLACES = 4;

    /** As long a principal must have had a place before another one is strange. */
    private static final int HOME_MINUTES = 30;

    private final long[] places = new long[MAX_PLACES];
    private final int[] minutes = new int[MAX_PLACES];
    private int size;
    private long lastMinute;

    /**
     * Notes that it came from a place.
     *
     * @return in how many minutes it was seen elsewhere, if this place is new and it had another one for long; 0 if there is
     *     nothing strange
     */
    int observe(long place, long minute) {
        lastMinute = Math.max(lastMinute, minute);
        int home = 0;
        for (int i = 0; i < size; i++) {
            if (places[i] == place) {
                minutes[i] = Math.min(minutes[i] + 1, Integer.MAX_VALUE - 1);
                return 0;
            }
            home += minutes[i];
        }
        // one that comes from many places is a shared identity, which tells nothing
        boolean shared = size == MAX_PLACES;
        if (!shared) {
            places[size] = place;
            minutes[size] = 1;
            size++;
        }
        return !shared && home >= HOME_MINUTES ? home : 0;
    }

    long lastMinute() {
        return lastMinute;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(lastMinute);
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(places[i]);
            out.writeInt(minutes[i]);
        }
    }

    static PrincipalPlaces read(DataInput in) throws IOException {
        PrincipalPlaces read = new PrincipalPlaces();
        read.lastMinute = in.readLong();
        read.size = in.readByte();
        for (int i = 0; i < read.size; i++) {
            read.places[i] = in.readLong();
            read.minutes[i] = in.readInt();
        }
        return read;
    }
}
