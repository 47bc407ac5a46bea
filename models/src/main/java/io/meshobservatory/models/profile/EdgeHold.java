/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.alert.AlertKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;

/**
 * Keeps what is signalled out of the baselines, so that an attacker cannot teach them. If the same goes on for the release
 * time without a break of more than an hour, it is released: it is the new normal then. So it is when people release it. Not
 * thread-safe.
 */
public final class EdgeHold {
    private static final int BREAK_MINUTES = 60;

    /** What can be held: each is released by itself, so that one kind of finding does not cover another. */
    enum Subject {
        /** How many calls, of which operations, and how long they take. */
        CALLS(AlertKind.DDOS, AlertKind.EXFILTRATION),
        /** How many bytes. */
        BYTES(AlertKind.EXFILTRATION),
        /** Denials and refusals. */
        DENIALS(AlertKind.LATERAL_MOVEMENT, AlertKind.CREDENTIAL_ABUSE, AlertKind.POLICY_PROBING),
        /** Plain text. */
        SECURITY(AlertKind.MTLS_DOWNGRADE);

        /** The kinds of alerts that rest on it: who releases one of these releases it. */
        final Set<AlertKind> kinds;

        Subject(AlertKind... kinds) {
            this.kinds = Set.of(kinds);
        }
    }

    private int sinceMinute;
    private int lastMinute;

    /**
     * Releases what was held at a moment, as if it had gone on for as long as the release takes by itself.
     *
     * @param atMillis when people said so, milliseconds since the epoch; {@link Releases#NEVER} for never
     * @return whether there was anything to release
     */
    public boolean release(long atMillis, ProfileSettings settings) {
        if (sinceMinute == 0 || atMillis == Releases.NEVER) {
            return false;
        }
        int at = (int) Math.floorDiv(atMillis, EdgeMinute.MINUTE_MILLIS);
        int since = at - (int) (settings.releaseMillis() / EdgeMinute.MINUTE_MILLIS);
        if (at < sinceMinute || sinceMinute <= since) {
            // it began later, or was released before
            return false;
        }
        sinceMinute = since;
        return true;
    }

    /** Whether what is unusual at this minute has been so for as long as the release takes. */
    public boolean isReleased(int minute, ProfileSettings settings) {
        return sinceMinute != 0
                && minute - lastMinute <= BREAK_MINUTES
                && minute - sinceMinute >= settings.releaseMillis() / EdgeMinute.MINUTE_MILLIS;
    }

    /** Whether nothing was signalled within the time after which it would begin anew. */
    public boolean isForgettable(int minute) {
        return sinceMinute == 0 || minute - lastMinute > BREAK_MINUTES;
    }

    /** Notes that something was signalled in a minute. */
    public void hold(int minute) {
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

    public void write(DataOutput out) throws IOException {
        out.writeInt(sinceMinute);
        out.writeInt(lastMinute);
    }

    public static EdgeHold read(DataInput in) throws IOException {
        EdgeHold read = new EdgeHold();
        read.sinceMinute = in.readInt();
        read.lastMinute = in.readInt();
        return read;
    }
}
