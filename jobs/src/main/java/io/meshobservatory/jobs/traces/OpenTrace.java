/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.Arrays;

/** A trace that is to be looked at once more, at least. Mutable; not thread-safe. */
final class OpenTrace {
    private static final long[] NONE = {};
    private static final int FIRST_SLICES = 4;
    private static final int COMPACT_AT = 1 << 20;

    private final TraceId id;
    private PackedSpans[] spans = new PackedSpans[FIRST_SLICES];
    /** Of each slice, where its spans begin and where they end. */
    private int[] bounds = new int[2 * FIRST_SLICES];

    private int sliceCount;
    private int length;
    private int compactAt = COMPACT_AT;
    private TraceHistory history = TraceHistory.NONE;
    private int wakeCount;
    private long firstWake;
    private long[] furtherWakes = NONE;
    private long restedUntilMillis = Long.MIN_VALUE;
    private boolean over;

    /** A trace without spans. */
    OpenTrace(TraceId id) {
        this.id = id;
    }

    /** A trace that was at rest. */
    OpenTrace(TraceId id, RestingTrace rest) {
        this(id);
        append(rest.spans());
        history = rest.history();
        restedUntilMillis = rest.expiryMillis();
    }

    TraceId id() {
        return id;
    }

    /** How many bytes its packed spans are, with their share of the texts that they came with. */
    int length() {
        return length;
    }

    /** How many slices they came in. */
    int sliceCount() {
        return sliceCount;
    }

    /** What holds a slice; slices are in the order of their arrival. */
    PackedSpans spans(int slice) {
        return spans[slice];
    }

    /** Where the spans of a slice begin in {@link #spans}. */
    int from(int slice) {
        return bounds[2 * slice];
    }

    /** Where they end. */
    int to(int slice) {
        return bounds[2 * slice + 1];
    }

    /** Adds a part of some packed spans. */
    void append(PackedSpans more, int from, int to) {
        length = Math.addExact(length, more.weight(from, to));
        if (sliceCount == spans.length) {
            spans = Arrays.copyOf(spans, 2 * sliceCount);
            bounds = Arrays.copyOf(bounds, 4 * sliceCount);
        }
        spans[sliceCount] = more;
        bounds[2 * sliceCount] = from;
        bounds[2 * sliceCount + 1] = to;
        sliceCount++;
    }

    /** Adds packed spans that are all of this trace. */
    void append(PackedSpans more) {
        append(more, 0, more.bytes().length);
    }

    /** At how many bytes its spans are to be looked through for repetitions, and for more than a trace may have. */
    int compactAt() {
        return compactAt;
    }

    void compactFrom(int bytes) {
        compactAt = Math.max(COMPACT_AT, bytes);
    }

    /** Takes other spans in place of all. */
    void replaceSpans(PackedSpans others, int from, int to) {
        clearSpans();
        append(others, from, to);
    }

    /** Whether it holds bytes in memory that are not its own. */
    boolean sharesBytes() {
        for (int i = 0; i < sliceCount; i++) {
            if (to(i) - from(i) < spans[i].bytes().length - SpanPacker.HEADER_BYTES) {
                return true;
            }
        }
        return false;
    }

    private void clearSpans() {
        spans = new PackedSpans[1];
        bounds = new int[2];
        sliceCount = 0;
        length = 0;
    }

    /** What was published of it so far. */
    TraceHistory history() {
        return history;
    }

    void publish(TraceHistory newHistory) {
        history = newHistory;
    }

    /** Until when it was kept the last time it was at rest, milliseconds since the epoch; the least number if it never was. */
    long restedUntilMillis() {
        return restedUntilMillis;
    }

    void restedUntil(long timeMillis) {
        restedUntilMillis = timeMillis;
    }

    /** Notes a time at which to look at it; false if that was noted before. */
    boolean addWake(long atMillis) {
        for (int i = 0; i < wakeCount; i++) {
            if (wake(i) == atMillis) {
                return false;
            }
        }
        if (wakeCount == 0) {
            firstWake = atMillis;
        } else {
            if (furtherWakes.length < wakeCount) {
                furtherWakes = Arrays.copyOf(furtherWakes, 2 * wakeCount);
            }
            furtherWakes[wakeCount - 1] = atMillis;
        }
        wakeCount++;
        return true;
    }

    void removeWake(long atMillis) {
        int kept = 0;
        for (int i = 0; i < wakeCount; i++) {
            long wake = wake(i);
            if (wake == atMillis) {
                continue;
            }
            if (kept == 0) {
                firstWake = wake;
            } else {
                furtherWakes[kept - 1] = wake;
            }
            kept++;
        }
        wakeCount = kept;
    }

    /** At how many times it will be looked at. */
    int wakeCount() {
        return wakeCount;
    }

    /** One of these times, milliseconds since the epoch. */
    long wake(int index) {
        return index == 0 ? firstWake : furtherWakes[index - 1];
    }

    /** Whether it is not kept any more: whoever still has it on a list leaves it alone. */
    boolean isOver() {
        return over;
    }

    /** Frees what it holds: it may stay on lists for a while. */
    void end() {
        over = true;
        clearSpans();
        history = TraceHistory.NONE;
    }
}
