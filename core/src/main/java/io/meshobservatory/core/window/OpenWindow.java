/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A window of a relation, of any size: what was seen in it, by versions. Not thread-safe. */
final class OpenWindow {
    private static final HeldObservations[] NOTHING = {};

    private final long startMillis;

    /** In the order of their versions. */
    private HeldObservations[] held = NOTHING;

    private boolean dirty;

    OpenWindow(long startMillis) {
        this.startMillis = startMillis;
    }

    long startMillis() {
        return startMillis;
    }

    /** Whether there is something to give out that was not. */
    boolean isDirty() {
        return dirty;
    }

    void add(Versions versions, Vantage place, PackedStats sum) {
        dirty = true;
        int at = 0;
        while (at < held.length) {
            int order = held[at].versions().compareTo(versions);
            if (order == 0) {
                held[at].add(place, sum);
                return;
            }
            if (order > 0) {
                break;
            }
            at++;
        }
        HeldObservations[] more = new HeldObservations[held.length + 1];
        System.arraycopy(held, 0, more, 0, at);
        more[at] = new HeldObservations(versions, place, sum);
        System.arraycopy(held, at, more, at + 1, held.length - at);
        held = more;
    }

    /** The same versions as an object that is in here already, if they are. */
    Versions shared(Versions versions) {
        for (HeldObservations observations : held) {
            if (observations.versions().equals(versions)) {
                return observations.versions();
            }
        }
        return versions;
    }

    /** Makes the rows due again that were given out. */
    void showAgain() {
        for (HeldObservations observations : held) {
            dirty |= observations.shown;
        }
    }

    /** Whether all that was seen was seen in traces. */
    boolean isOnlyTraced() {
        for (HeldObservations observations : held) {
            if (!observations.areOnly(Vantage.TRACES)) {
                return false;
            }
        }
        return true;
    }

    /** What was seen, as objects of their own. */
    Map<Versions, Observations> unpack() {
        Map<Versions, Observations> observed = new TreeMap<>();
        for (HeldObservations observations : held) {
            observed.put(observations.versions(), observations.unpack());
        }
        return observed;
    }

    /** Gives the rows of all versions, and removes the rows of versions that are no more. */
    void show(WindowSize size, Relation relation, HourView hour, Consumer<EdgeRow> due) {
        dirty = false;
        List<HeldObservations> gone = new ArrayList<>(held.length);
        for (HeldObservations observations : held) {
            if (observations.shown) {
                gone.add(observations);
                observations.shown = false;
            }
        }
        Reconciliation.rows(size, startMillis, relation, look(), hour, row -> {
            HeldObservations shown = find(row.edge().sourceVersion(), row.edge().destinationVersion());
            if (shown != null) {
                shown.shown = true;
            }
            due.accept(row);
        });
        for (HeldObservations observations : gone) {
            if (!observations.shown) {
                due.accept(EdgeRow.removal(size, startMillis, relation.edge(observations.versions())));
            }
        }
    }

    /** What is held, put together and without what was withdrawn altogether. */
    private Map<Versions, Observations> look() {
        if (held.length == 1) {
            Observations only = held[0].look();
            if (!only.isEmpty()) {
                // unlike the other map of one, it is looked through without making anything
                return Collections.singletonMap(held[0].versions(), only);
            }
            held = NOTHING;
            return Map.of();
        }
        Map<Versions, Observations> observed = new TreeMap<>();
        List<HeldObservations> left = new ArrayList<>(held.length);
        for (HeldObservations observations : held) {
            Observations seen = observations.look();
            if (!seen.isEmpty()) {
                observed.put(observations.versions(), seen);
                left.add(observations);
            }
        }
        held = left.toArray(NOTHING);
        return observed;
    }

    private @Nullable HeldObservations find(String sourceVersion, String destinationVersion) {
        for (HeldObservations observations : held) {
            Versions versions = observations.versions();
            if (versions.source().equals(sourceVersion)
                    && versions.destination().equals(destinationVersion)) {
                return observations;
            }
        }
        return null;
    }

    /** A copy that shares nothing that can change. */
    OpenWindow copy() {
        OpenWindow copy = new OpenWindow(startMillis);
        copy.dirty = dirty;
        copy.held = Arrays.copyOf(held, held.length);
        for (int i = 0; i < held.length; i++) {
            copy.held[i] = held[i].copy();
        }
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(startMillis);
        out.writeBoolean(dirty);
        out.writeInt(held.length);
        for (HeldObservations observations : held) {
            observations.write(out);
        }
    }

    static OpenWindow read(DataInput in) throws IOException {
        OpenWindow window = new OpenWindow(in.readLong());
        window.dirty = in.readBoolean();
        List<HeldObservations> read = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            read.add(HeldObservations.read(in));
        }
        window.held = read.toArray(NOTHING);
        return window;
    }
}
