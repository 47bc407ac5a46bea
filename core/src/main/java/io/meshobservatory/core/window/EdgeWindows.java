/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.graph.Edge;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The open windows of one edge, in all three sizes, fed by one stream of ten-second sums.
 *
 * <p>A window's row is due when the window closes, and again after each later change. The row of a running hour is due at
 * the close of each of its minutes too, so that it can be read while it grows. A window is forgotten when the allowed
 * lateness after its end is over. All times are event time, milliseconds since the epoch. Not thread-safe.
 */
public final class EdgeWindows {
    private static final byte FORMAT = 1;
    private static final WindowSize[] SIZES = WindowSize.values();

    private final Map<WindowSize, TreeMap<Long, Window>> windows = new TreeMap<>();

    public EdgeWindows() {
        for (WindowSize size : SIZES) {
            windows.put(size, new TreeMap<>());
        }
    }

    /** Adds the sum of changes to a ten-second window to the windows of all sizes that contain it. */
    public void merge(long windowStartMillis, EdgeStats changes) {
        windows.forEach((size, bySize) -> {
            Window window = bySize.computeIfAbsent(size.startMillis(windowStartMillis), start -> new Window());
            window.stats.merge(changes);
            window.dirty = true;
        });
    }

    /** Gives the rows that are due, and forgets the windows whose time is over. */
    public void advance(long nowMillis, long allowedLatenessMillis, Edge edge, Consumer<EdgeRow> due) {
        windows.forEach((size, bySize) -> {
            for (Iterator<Map.Entry<Long, Window>> entries = bySize.entrySet().iterator(); entries.hasNext(); ) {
                Map.Entry<Long, Window> entry = entries.next();
                Window window = entry.getValue();
                long start = entry.getKey();
                if (window.dirty && isDue(size, start, nowMillis)) {
                    window.dirty = false;
                    window.stats.forgetExtremesIfEmpty();
                    due.accept(window.stats.toRow(size, start, edge));
                }
                if (start + size.millis() - 1 + allowedLatenessMillis <= nowMillis) {
                    entries.remove();
                }
            }
        });
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
        return windows.values().stream().allMatch(Map::isEmpty);
    }

    /** Writes the state: format byte, then for each size the number of windows, and start, dirtiness, sums of each. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        for (WindowSize size : SIZES) {
            out.writeInt(windows(size).size());
            for (Map.Entry<Long, Window> entry : windows(size).entrySet()) {
                out.writeLong(entry.getKey());
                out.writeBoolean(entry.getValue().dirty);
                entry.getValue().stats.write(out);
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
        for (WindowSize size : SIZES) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                long start = in.readLong();
                boolean dirty = in.readBoolean();
                read.windows(size).put(start, new Window(EdgeStats.read(in), dirty));
            }
        }
        return read;
    }

    /** A copy that shares nothing that can change. */
    public EdgeWindows copy() {
        EdgeWindows copy = new EdgeWindows();
        for (WindowSize size : SIZES) {
            windows(size)
                    .forEach((start, window) ->
                            copy.windows(size).put(start, new Window(window.stats.copy(), window.dirty)));
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

    private TreeMap<Long, Window> windows(WindowSize size) {
        return java.util.Objects.requireNonNull(windows.get(size));
    }

    private static final class Window {
        private final EdgeStats stats;
        private boolean dirty;

        Window() {
            this(new EdgeStats(), false);
        }

        Window(EdgeStats stats, boolean dirty) {
            this.stats = stats;
            this.dirty = dirty;
        }
    }
}
