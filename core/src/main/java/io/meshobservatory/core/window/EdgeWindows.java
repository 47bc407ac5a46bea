/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open windows of one relation, in all three sizes, fed by one stream of ten-second sums.
 *
 * <p>A window's row is due when the window closes, and again after each later change. The row of a running hour is due at
 * the close of each of its minutes too, so that it can be read while it grows. A window is forgotten when the allowed
 * lateness after its end is over. All times are event time, milliseconds since the epoch.
 *
 * <p>Sums are held as they came, packed, and put together when a row is made of them: a window of ten seconds, its minute and
 * its hour share them until then. Not thread-safe.
 */
public final class EdgeWindows {
    private static final byte FORMAT = 3;
    private static final WindowSize[] SIZES = WindowSize.values();
    private static final int FEW = 2;

    /** By the ordinal of the size; each in the order of time. There are a dozen at most, mostly added at the end. */
    private final List<ArrayList<OpenWindow>> windows = new ArrayList<>(SIZES.length);

    /** Whether any window is dirty, by the ordinal of the size. */
    private final boolean[] dirty = new boolean[SIZES.length];

    /** When each vantage point last saw something in an hour that is forgotten, by ordinal. */
    private final long[] lastForgotten = HourView.none();

    private int incarnation;

    public EdgeWindows() {
        for (int i = 0; i < SIZES.length; i++) {
            windows.add(new ArrayList<>(FEW));
        }
    }

    /** See {@link #merge(long, Versions, Vantage, PackedStats)}. */
    public boolean merge(long windowStartMillis, Versions versions, Vantage vantage, EdgeStats changes) {
        return merge(windowStartMillis, versions, vantage, PackedStats.of(changes));
    }

    /**
     * Adds a sum of changes to a ten-second window to the windows of all sizes that contain it.
     *
     * @return whether there is now something to give out of which nothing was before, in any of them: only then it may be
     *     necessary to advance earlier than was known
     */
    public boolean merge(long windowStartMillis, Versions versions, Vantage vantage, PackedStats changes) {
        boolean woken = false;
        Versions shared = versions;
        for (int i = SIZES.length - 1; i >= 0; i--) {
            OpenWindow window = open(windows.get(i), SIZES[i].startMillis(windowStartMillis));
            shared = window.shared(shared);
            woken |= !window.isDirty();
            window.add(shared, vantage, changes);
            dirty[i] = true;
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
        for (int i = 0; i < SIZES.length; i++) {
            for (OpenWindow window : windows.get(i)) {
                window.showAgain();
                dirty[i] |= window.isDirty();
            }
        }
        return true;
    }

    /** Gives the rows that are due, and forgets the windows whose time is over. */
    public void advance(long nowMillis, long allowedLatenessMillis, Relation relation, Consumer<EdgeRow> due) {
        for (WindowSize size : SIZES) {
            List<OpenWindow> bySize = windows(size);
            if (dirty[size.ordinal()]) {
                dirty[size.ordinal()] = show(size, nowMillis, relation, due);
            }
            long openMillis = size.millis() - 1 + allowedLatenessMillis;
            while (!bySize.isEmpty() && bySize.get(0).startMillis() + openMillis <= nowMillis) {
                OpenWindow forgotten = bySize.remove(0);
                if (size == WindowSize.ONE_HOUR) {
                    raise(lastForgotten, forgotten);
                }
            }
        }
    }

    /** When to advance next, if nothing more is merged; {@code Long.MAX_VALUE} if nothing is left. */
    public long nextWakeMillis(long nowMillis, long allowedLatenessMillis) {
        long next = Long.MAX_VALUE;
        for (WindowSize size : SIZES) {
            List<OpenWindow> bySize = windows(size);
            if (!bySize.isEmpty()) {
                next = Math.min(next, bySize.get(0).startMillis() + size.millis() - 1 + allowedLatenessMillis);
            }
            for (int i = dirty[size.ordinal()] ? 0 : bySize.size(); i < bySize.size(); i++) {
                OpenWindow window = bySize.get(i);
                if (window.isDirty()) {
                    next = Math.min(next, dueMillis(size, window.startMillis() + size.millis() - 1, nowMillis));
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

    /** Writes the state: format byte, incarnation, what was seen before, then for each size the number of windows, and each. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeInt(incarnation);
        out.writeByte(lastForgotten.length);
        for (long last : lastForgotten) {
            out.writeLong(last);
        }
        for (List<OpenWindow> bySize : windows) {
            out.writeInt(bySize.size());
            for (OpenWindow window : bySize) {
                window.write(out);
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
        for (int i = 0; i < SIZES.length; i++) {
            int count = in.readInt();
            for (int k = 0; k < count; k++) {
                OpenWindow window = OpenWindow.read(in);
                read.windows.get(i).add(window);
                read.dirty[i] |= window.isDirty();
            }
        }
        return read;
    }

    /** A copy that shares nothing that can change. */
    public EdgeWindows copy() {
        EdgeWindows copy = new EdgeWindows();
        copy.incarnation = incarnation;
        System.arraycopy(lastForgotten, 0, copy.lastForgotten, 0, lastForgotten.length);
        for (int i = 0; i < SIZES.length; i++) {
            copy.dirty[i] = dirty[i];
            for (OpenWindow window : windows.get(i)) {
                copy.windows.get(i).add(window.copy());
            }
        }
        return copy;
    }

    /** Gives the rows that are due, and tells whether others will be. */
    private boolean show(WindowSize size, long nowMillis, Relation relation, Consumer<EdgeRow> due) {
        boolean left = false;
        for (OpenWindow window : windows(size)) {
            if (window.isDirty()) {
                if (isDue(size, window.startMillis(), nowMillis)) {
                    window.show(size, relation, hourOf(window.startMillis()), due);
                } else {
                    left = true;
                }
            }
        }
        return left;
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
        long start = WindowSize.ONE_HOUR.startMillis(startMillis);
        OpenWindow hour = find(windows(WindowSize.ONE_HOUR), start);
        return new HourView(hour == null || hour.isOnlyTraced(), () -> {
            OpenWindow next = find(windows(WindowSize.ONE_HOUR), start + WindowSize.ONE_HOUR.millis());
            return new HourView.Seen(
                    hour == null ? Map.of() : hour.unpack(),
                    next == null ? Map.of() : next.unpack(),
                    lastBefore(start));
        });
    }

    /** When each vantage point last saw something before an hour. */
    private long[] lastBefore(long hourStartMillis) {
        long[] last = lastForgotten.clone();
        OpenWindow previous = find(windows(WindowSize.ONE_HOUR), hourStartMillis - WindowSize.ONE_HOUR.millis());
        if (previous != null) {
            raise(last, previous);
        }
        return last;
    }

    private static void raise(long[] last, OpenWindow hour) {
        Map<Versions, Observations> observed = hour.unpack();
        for (Vantage vantage : Vantage.values()) {
            last[vantage.ordinal()] = Math.max(last[vantage.ordinal()], HourView.last(observed, vantage));
        }
    }

    private List<OpenWindow> windows(WindowSize size) {
        return windows.get(size.ordinal());
    }

    private static @Nullable OpenWindow find(List<OpenWindow> ordered, long startMillis) {
        for (int i = ordered.size() - 1; i >= 0; i--) {
            if (ordered.get(i).startMillis() == startMillis) {
                return ordered.get(i);
            }
        }
        return null;
    }

    private static OpenWindow open(List<OpenWindow> ordered, long startMillis) {
        int at = ordered.size();
        while (at > 0 && ordered.get(at - 1).startMillis() >= startMillis) {
            if (ordered.get(at - 1).startMillis() == startMillis) {
                return ordered.get(at - 1);
            }
            at--;
        }
        OpenWindow opened = new OpenWindow(startMillis);
        ordered.add(at, opened);
        return opened;
    }
}
