/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Which operations that an edge never asked for were tried, and failed, since the last ten quiet minutes. Not thread-safe. */
final class TriedOperations {
    private static final int MAX = 16;
    private static final int[] NONE = {};

    private int[] keys = NONE;
    private int lastMinute;

    /** How many different ones. */
    int count(int minute) {
        return minute - lastMinute >= OutboundEdge.BURST_SPAN ? 0 : keys.length;
    }

    void note(String operation, int minute) {
        if (count(minute) == 0) {
            keys = NONE;
        }
        lastMinute = minute;
        int key = Fingerprint.shortOf(operation);
        boolean known = Arrays.stream(keys).anyMatch(tried -> tried == key);
        if (!known && keys.length < MAX) {
            keys = Arrays.copyOf(keys, keys.length + 1);
            keys[keys.length - 1] = key;
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(keys.length);
        if (keys.length > 0) {
            out.writeInt(lastMinute);
        }
        for (int key : keys) {
            out.writeInt(key);
        }
    }

    static TriedOperations read(DataInput in) throws IOException {
        TriedOperations read = new TriedOperations();
        int size = in.readUnsignedByte();
        if (size > 0) {
            read.keys = new int[size];
            read.lastMinute = in.readInt();
        }
        for (int i = 0; i < size; i++) {
            read.keys[i] = in.readInt();
        }
        return read;
    }
}
