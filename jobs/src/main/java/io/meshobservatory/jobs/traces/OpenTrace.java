/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.Arrays;

/** A trace that is to be looked at once more, at least. Mutable; not thread-safe. */
final class OpenTrace {
    private static final long[] NONE = {};
    private static final byte[] NO_SPANS = {};
    private static final int COMPACT_AT = 4 << 20;

    private final TraceId id;
    private byte[][] slices = new byte[4][];
    private int sliceCount;
    private int length;
    private int compactAt = COMPACT_AT;
    private TraceHistory history = TraceHistory.NONE;
    private long[] wakes = NONE;
    private long restedUntilMillis = Long.MIN_VALUE;
    private boolean over;

    OpenTrace(TraceId id, byte[] spans) {
        this.id = id;
        append(spans);
    }

    /** A trace that was at rest. */
    OpenTrace(TraceId id, RestingTrace rest) {
        this(id, rest.spans());
        history = rest.history();
        restedUntilMillis = rest.expiryMillis();
    }

    TraceId id() {
        return id;
    }

    /** How many bytes its packed spans are. */
    int length() {
        return length;
    }

    /** How many slices they came in. */
    int sliceCount() {
        return sliceCount;
    }

    /** The packed spans of a slice, in the order of their arrival; not to be written to. */
    byte[] slice(int index) {
        return slices[index];
    }

    void append(byte[] spans) {
        length = Math.addExact(length, spans.length);
        if (sliceCount == slices.length) {
            slices = Arrays.copyOf(slices, 2 * sliceCount);
        }
        slices[sliceCount++] = spans;
    }

    /** At how many bytes its spans are to be looked through for repetitions, and for more than a trace may have. */
    int compactAt() {
        return compactAt;
    }

    void compactFrom(int bytes) {
        compactAt = Math.max(COMPACT_AT, bytes);
    }

    /** Takes other spans in place of all. */
    void replaceSpans(byte[] spans) {
        slices = new byte[][] {spans};
        sliceCount = 1;
        length = spans.length;
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
        for (long known : wakes) {
            if (known == atMillis) {
                return false;
            }
        }
        wakes = Arrays.copyOf(wakes, wakes.length + 1);
        wakes[wakes.length - 1] = atMillis;
        return true;
    }

    void removeWake(long atMillis) {
        int kept = 0;
        for (long wake : wakes) {
            if (wake != atMillis) {
                wakes[kept++] = wake;
            }
        }
        wakes = kept == 0 ? NONE : Arrays.copyOf(wakes, kept);
    }

    /** The times at which it will be looked at, milliseconds since the epoch; not to be written to. */
    long[] wakes() {
        return wakes;
    }

    /** Whether it is not kept any more: whoever still has it on a list leaves it alone. */
    boolean isOver() {
        return over;
    }

    /** Frees what it holds: it may stay on lists for a while. */
    void end() {
        over = true;
        replaceSpans(NO_SPANS);
        history = TraceHistory.NONE;
    }
}
