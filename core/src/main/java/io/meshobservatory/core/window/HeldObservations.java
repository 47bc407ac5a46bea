/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What each vantage point saw of one edge in one window, while nobody looks: packed sums side by side, each with its place,
 * some of them perhaps of the same place. They are put together when somebody looks, or when they become many. Not
 * thread-safe.
 */
final class HeldObservations {
    private static final Vantage[] VANTAGES = Vantage.values();

    /** A minute has six ten-second windows, and a sum of its own. */
    private static final int MAX_SUMS = 8;

    private final Versions versions;
    private Vantage[] places;
    private PackedStats[] sums;

    /** Whether a row of these versions was given out, and not removed since. */
    boolean shown;

    HeldObservations(Versions versions, Vantage place, PackedStats sum) {
        this(versions, new Vantage[] {place}, new PackedStats[] {sum}, false);
    }

    private HeldObservations(Versions versions, Vantage[] places, PackedStats[] sums, boolean shown) {
        this.versions = versions;
        this.places = places;
        this.sums = sums;
        this.shown = shown;
    }

    Versions versions() {
        return versions;
    }

    void add(Vantage place, PackedStats sum) {
        if (sums.length >= MAX_SUMS) {
            hold(unpack());
        }
        int count = sums.length;
        places = Arrays.copyOf(places, count + 1);
        sums = Arrays.copyOf(sums, count + 1);
        places[count] = place;
        sums[count] = sum;
    }

    /** Whether no other vantage point saw anything. */
    boolean areOnly(Vantage vantage) {
        for (Vantage place : places) {
            if (place != vantage) {
                return false;
            }
        }
        return true;
    }

    /** What is held, put together. */
    Observations unpack() {
        Observations observations = new Observations();
        for (int i = 0; i < sums.length; i++) {
            observations.take(places[i], sums[i].unpack());
        }
        return observations;
    }

    /** What is held, put together and without what was withdrawn altogether, so that nothing of it is named later. */
    Observations look() {
        Observations observations = unpack();
        observations.forgetEmpty();
        if (observations.size() < sums.length) {
            hold(observations);
        }
        return observations;
    }

    /** A copy that shares nothing that can change. */
    HeldObservations copy() {
        return new HeldObservations(versions, places, sums, shown);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(versions.source());
        out.writeUTF(versions.destination());
        out.writeBoolean(shown);
        out.writeByte(sums.length);
        for (int i = 0; i < sums.length; i++) {
            out.writeByte(places[i].ordinal());
            sums[i].write(out);
        }
    }

    static HeldObservations read(DataInput in) throws IOException {
        Versions versions = new Versions(in.readUTF(), in.readUTF());
        boolean shown = in.readBoolean();
        int count = in.readByte();
        if (count < 0) {
            throw new IOException("window of " + count + " sums (expected: 0 or more)");
        }
        Vantage[] places = new Vantage[count];
        PackedStats[] sums = new PackedStats[count];
        for (int i = 0; i < count; i++) {
            places[i] = VANTAGES[in.readByte()];
            sums[i] = PackedStats.read(in);
        }
        return new HeldObservations(versions, places, sums, shown);
    }

    private void hold(Observations observations) {
        int count = observations.size();
        places = new Vantage[count];
        sums = new PackedStats[count];
        int next = 0;
        for (Vantage place : VANTAGES) {
            EdgeStats stats = observations.of(place);
            if (stats != null) {
                places[next] = place;
                sums[next++] = PackedStats.of(stats);
            }
        }
    }
}
