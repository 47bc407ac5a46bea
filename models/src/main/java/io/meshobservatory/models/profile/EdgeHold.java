/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Keeps what is signalled out of the baselines, so that an attacker cannot teach them. If the same goes on for the release
 * time without a break of more than an hour, it is released: it is the new normal then. Not thread-safe.
 */
final class EdgeHold {
    private static final int BREAK_MINUTES = 60;

    /** What can be held: each is released by itself, so that one kind of finding does not cover another. */
    enum Subject {
        /** How many calls, of which operations, and how long they take. */
        CALLS,
        /** How many bytes. */
        BYTES,
        /** Denials and refusals. */
        DENIALS,
        /** Plain text. */
        SECURITY
    }

    private int sinceMinute;
    private int lastMinute;

    /** Whether what is unusual at this minute has been so for as long as the release takes. */
    boolean isReleased(int minute, ProfileSettings settings) {
        return sinceMinute != 0
                && minute - lastMinute <= BREAK_MINUTES
                && minute - sinceMinute >= settings.releaseMillis() / EdgeMinute.MINUTE_MILLIS;
    }

    /** Notes that something was signalled in a minute. */
    void hold(int minute) {
        if (sinceMinute == 0 || minute - lastMinute > BREAK_MINUTES) {
            sinceMinute = minute;
        }
        lastMinute = minute;
    }

    /** One for each subject, by ordinal. */
    static EdgeHold[] none() {
        EdgeHold[] holds = new EdgeHold[Subject.values().length];
        java.util.Arrays.setAll(holds, i -> new EdgeHold());
        return holds;
    }

    /** Writes how many are in use, and of each its place and state. */
    static void write(EdgeHold[] holds, DataOutput out) throws IOException {
        int used = 0;
        for (EdgeHold hold : holds) {
            used += hold.sinceMinute == 0 ? 0 : 1;
        }
        out.writeByte(used);
        for (int i = 0; i < holds.length; i++) {
            if (holds[i].sinceMinute != 0) {
                out.writeByte(i);
                holds[i].write(out);
            }
        }
    }

    static EdgeHold[] readAll(DataInput in) throws IOException {
        EdgeHold[] holds = none();
        for (int left = in.readByte(); left > 0; left--) {
            holds[in.readByte()] = read(in);
        }
        return holds;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(sinceMinute);
        out.writeInt(lastMinute);
    }

    static EdgeHold read(DataInput in) throws IOException {
        EdgeHold read = new EdgeHold();
        read.sinceMinute = in.readInt();
        read.lastMinute = in.readInt();
        return read;
    }
}
