/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The open windows of one relation, in all three sizes, fed by one stream of ten-second sums.
 *
 * <p>A window's row is due when the window closes, and again after each later change. The row of a running hour is due at
 * the close of each of its minutes too, so that it can be read while it grows. A window is forgotten when the allowed
 * lateness after its end is over. All times are event time, milliseconds since the epoch. Not thread-safe.
 */
public final class EdgeWindows {
    private static final byte FORMAT = 2;
    private static final WindowSize[] SIZES = WindowSize.values();

    /** By start; by the ordinal of the size. */
    private final List<TreeMap<Long, Window>> windows = new ArrayList<>(SIZES.length);

    /** When each vantage point last saw something in an hour that is forgotten, by ordinal. */
    private final long[] lastForgotten = HourView.none();

    private int incarnation;

    public EdgeWindows() {
        for (int i = 0; i < SIZES.length; i++) {
            windows.add(new TreeMap<>());
        }
    }

    /**
     * Adds a sum of changes to a ten-second window to the windows of all sizes that contain it.
     *
     * @return whether there is now something to give out of which nothing was before, in any of them: only then it may be
     *     necessary to advance earlier than was known
     */
    public boolean merge(long windowStartMillis, Versions versions, Vantage vantage, EdgeStats changes) {
        boolean woken = false;
        for (WindowSize size : SIZES) {
            TreeMap<Long, Window> bySize = windows(size);
            long start = size.startMillis(windowStartMillis);
            Window window = bySize.get(start);
            if (window == null) {
                window = new Window();
                bySize.put(start, window);
            }
            woken |= !window.dirty;
            window.merge(versions, vantage, changes);
        }
        return woken;
    }

    /**
     * Says which incarnation of the program uses the windows from now on. If another one did before, all rows that it gave
     * out become due again: between the snapshot that these windows come from and its end it may have given out later ones,
     * which came to nothing, and whoever keeps the rows must not be left with them.
     *
     * @param current any number that the former incarnations did not have
     * @return whether another one did
     */
    public boolean resume(int current) {
        if (current == incarnation) {
            return false;
        }
        incarnation = current;
        for (TreeMap<Long, Window> bySize : windows) {
            bySize.values().forEach(window -> window.dirty |= !window.shown.isEmpty());
        }
        return true;
    }

    /** Gives the rows that are due, and forgets the windows whose time is over. */
    public void advance(long nowMillis, long allowedLatenessMillis, Relation relation, Consumer<EdgeRow> due) {
        for (WindowSize size : SIZES) {
            Iterator<Map.Entry<Long, Window>> entries = windows(size).entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<Long, Window> entry = entries.next();
                Window window = entry.getValue();
                long start = entry.getKey();
                if (window.dirty && isDue(size, start, nowMillis)) {
                    window.show(size, start, relation, hourOf(start), due);
                }
                if (start + size.millis() - 1 + allowedLatenessMillis <= nowMillis) {
                    entries.remove();
                    if (size == WindowSize.ONE_HOUR) {
                        raise(lastForgotten, window);
                    }
                }
            }
        }
    }

    /** When to advance next, if nothing more is merged; {@code Long.MAX_VALUE} if nothing is left. */
    public long nextWakeMillis(long nowMillis, long allowedLatenessMillis) {
        long next = Long.MAX_VALUE;
        for (WindowSize size : SIZES) {
            for (Map.Entry<Long, Window> entry : windows(size).entrySet()) {
                long lastMillis = entry.getKey() + size.millis() - 1;
                next = Math.min(next, lastMillis + allowedLatenessMillis);
                if (entry.getValue().dirty) {
                    next = Math.min(next, dueMillis(size, lastMillis, nowMillis));
                }
            }
        }
        return next;
    }

    public boolean isEmpty() {
        for (WindowSize size : SIZES) {
            if (!windows(size).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Writes the state: format byte, incarnation, what was seen before, then for each size the number of windows, and start and content of each. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeInt(incarnation);
        out.writeByte(lastForgotten.length);
        for (long last : lastForgotten) {
            out.writeLong(last);
        }
        for (WindowSize size : SIZES) {
            out.writeInt(windows(size).size());
            for (Map.Entry<Long, Window> entry : windows(size).entrySet()) {
                out.writeLong(entry.getKey());
                entry.getValue().write(out);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static EdgeWindows read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("edge windows in format " + format + " (expected: " + FORMAT + ")");
        }
        EdgeWindows read = new EdgeWindows();
        read.incarnation = in.readInt();
        int vantages = in.readByte();
        for (int i = 0; i < vantages; i++) {
            read.lastForgotten[i] = in.readLong();
        }
        for (WindowSize size : SIZES) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                long start = in.readLong();
                read.windows(size).put(start, Window.read(in));
            }
        }
        return read;
    }

    /** A copy that shares nothing that can change. */
    public EdgeWindows copy() {
        EdgeWindows copy = new EdgeWindows();
        copy.incarnation = incarnation;
        System.arraycopy(lastForgotten, 0, copy.lastForgotten, 0, lastForgotten.length);
        for (WindowSize size : SIZES) {
            windows(size).forEach((start, window) -> copy.windows(size).put(start, window.copy()));
        }
        return copy;
    }

    private static boolean isDue(WindowSize size, long startMillis, long nowMillis) {
        if (startMillis + size.millis() - 1 <= nowMillis) {
            return true;
        }
        return size == WindowSize.ONE_HOUR && isMinuteEnd(nowMillis);
    }

    private static long dueMillis(WindowSize size, long lastMillis, long nowMillis) {
        if (size != WindowSize.ONE_HOUR) {
            return lastMillis;
        }
        // before the first watermark, event time is the smallest number there is
        long now = Math.max(nowMillis, lastMillis - size.millis());
        long thisMinute = WindowSize.ONE_MINUTE.endMillis(now) - 1;
        long nextMinuteEnd = thisMinute > now ? thisMinute : thisMinute + WindowSize.ONE_MINUTE.millis();
        return Math.min(lastMillis, nextMinuteEnd);
    }

    private static boolean isMinuteEnd(long nowMillis) {
        return WindowSize.ONE_MINUTE.endMillis(nowMillis) - 1 == nowMillis;
    }

    private HourView hourOf(long startMillis) {
        TreeMap<Long, Window> hours = windows(WindowSize.ONE_HOUR);
        long start = WindowSize.ONE_HOUR.startMillis(startMillis);
        Window hour = hours.get(start);
        Window next = hours.get(start + WindowSize.ONE_HOUR.millis());
        return new HourView(
                hour == null ? Map.of() : hour.observed, next == null ? Map.of() : next.observed, lastBefore(start));
    }

    /** When each vantage point last saw something before an hour. */
    private long[] lastBefore(long hourStartMillis) {
        long[] last = lastForgotten.clone();
        Window previous = windows(WindowSize.ONE_HOUR).get(hourStartMillis - WindowSize.ONE_HOUR.millis());
        if (previous != null) {
            raise(last, previous);
        }
        return last;
    }

    private static void raise(long[] last, Window hour) {
        for (Vantage vantage : Vantage.values()) {
            last[vantage.ordinal()] = Math.max(last[vantage.ordinal()], HourView.last(hour.observed, vantage));
        }
    }

    private TreeMap<Long, Window> windows(WindowSize size) {
        return windows.get(size.ordinal());
    }

    private static final class Window {
        private final TreeMap<Versions, Observations> observed = new TreeMap<>();
        private final Set<Versions> shown = new TreeSet<>();
        private boolean dirty;

        void merge(Versions versions, Vantage vantage, EdgeStats changes) {
            observed.computeIfAbsent(versions, key -> new Observations()).merge(vantage, changes);
            dirty = true;
        }

        /** Gives the rows of all versions, and removes the rows of versions that are no more. */
        void show(WindowSize size, long start, Relation relation, HourView hour, Consumer<EdgeRow> due) {
            dirty = false;
            observed.values().forEach(Observations::forgetEmpty);
            observed.values().removeIf(Observations::isEmpty);
            Set<Versions> gone = shown.isEmpty() ? Set.of() : new TreeSet<>(shown);
            shown.clear();
            Reconciliation.rows(size, start, relation, observed, hour, row -> {
                shown.add(Versions.of(row.edge()));
                due.accept(row);
            });
            if (gone.isEmpty()) {
                return;
            }
            gone.removeAll(shown);
            gone.forEach(versions -> due.accept(EdgeRow.removal(size, start, relation.edge(versions))));
        }

        void write(DataOutput out) throws IOException {
            out.writeBoolean(dirty);
            out.writeInt(observed.size());
            for (Map.Entry<Versions, Observations> entry : observed.entrySet()) {
                write(entry.getKey(), out);
                entry.getValue().write(out);
            }
            out.writeInt(shown.size());
            for (Versions versions : shown) {
                write(versions, out);
            }
        }

        static Window read(DataInput in) throws IOException {
            Window window = new Window();
            window.dirty = in.readBoolean();
            int observedCount = in.readInt();
            for (int i = 0; i < observedCount; i++) {
                window.observed.put(new Versions(in.readUTF(), in.readUTF()), Observations.read(in));
            }
            int shownCount = in.readInt();
            for (int i = 0; i < shownCount; i++) {
                window.shown.add(new Versions(in.readUTF(), in.readUTF()));
            }
            return window;
        }

        Window copy() {
            Window copy = new Window();
            observed.forEach((versions, observations) -> copy.observed.put(versions, observations.copy()));
            copy.shown.addAll(shown);
            copy.dirty = dirty;
            return copy;
        }

        private static void write(Versions versions, DataOutput out) throws IOException {
            out.writeUTF(versions.source());
            out.writeUTF(versions.destination());
        }
    }
}
