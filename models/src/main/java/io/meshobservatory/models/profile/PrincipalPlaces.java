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

    /** For so many minutes a strange place stays strange. */
    static final int STRANGE_MINUTES = 30;

    private final long[] places = new long[MAX_PLACES];
    private final int[] minutes = new int[MAX_PLACES];
    /** Bit by bit: which of the places were strange when they came. */
    private int strange;

    private int size;
    private long lastMinute;

    /**
     * Notes that it came from a place.
     *
     * @return in how many minutes it was seen elsewhere, if this place came when it had another one for long, and is still
     *     new; 0 if there is nothing strange
     */
    int observe(long place, long minute) {
        lastMinute = Math.max(lastMinute, minute);
        int known = -1;
        int home = 0;
        for (int i = 0; i < size; i++) {
            if (places[i] == place) {
                known = i;
                minutes[i] = Math.min(minutes[i] + 1, Integer.MAX_VALUE - 1);
            } else if ((strange & 1 << i) == 0) {
                home += minutes[i];
            }
        }
        if (known >= 0) {
            return (strange & 1 << known) != 0 && minutes[known] <= STRANGE_MINUTES ? home : 0;
        }
        // one that comes from many places is a shared identity, which tells nothing
        if (size == MAX_PLACES) {
            return 0;
        }
        boolean fromElsewhere = home >= HOME_MINUTES;
        places[size] = place;
        minutes[size] = 1;
        strange |= fromElsewhere ? 1 << size : 0;
        size++;
        return fromElsewhere ? home : 0;
    }

    long lastMinute() {
        return lastMinute;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(lastMinute);
        out.writeByte(size);
        out.writeByte(strange);
        for (int i = 0; i < size; i++) {
            out.writeLong(places[i]);
            out.writeInt(minutes[i]);
        }
    }

    static PrincipalPlaces read(DataInput in) throws IOException {
        PrincipalPlaces read = new PrincipalPlaces();
        read.lastMinute = in.readLong();
        read.size = in.readByte();
        read.strange = in.readByte();
        for (int i = 0; i < read.size; i++) {
            read.places[i] = in.readLong();
            read.minutes[i] = in.readInt();
        }
        return read;
    }
}
