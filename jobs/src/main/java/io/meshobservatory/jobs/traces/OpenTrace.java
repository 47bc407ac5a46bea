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
    private boolean rested;
    private long restedUntilMillis = Long.MIN_VALUE;
    private boolean over;

    OpenTrace(TraceId id, byte[] spans) {
        this.id = id;
        append(spans);
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

    /** All packed spans behind one another. */
    byte[] spans() {
        if (sliceCount == 1) {
            return slices[0];
        }
        byte[] all = new byte[length];
        int at = 0;
        for (int i = 0; i < sliceCount; i++) {
            System.arraycopy(slices[i], 0, all, at, slices[i].length);
            at += slices[i].length;
        }
        return all;
    }

    /** What was published of it so far. */
    TraceHistory history() {
        return history;
    }

    void publish(TraceHistory newHistory) {
        history = newHistory;
    }

    /** Whether it is known if an earlier part of it lay at rest; if so, that part has been taken up. */
    boolean tookUpRest() {
        return rested;
    }

    /** Notes that there is no earlier part at rest. */
    void noRest() {
        rested = true;
    }

    /** Takes up the part that lay at rest: it came before. */
    void takeUp(RestingTrace rest) {
        byte[] later = spans();
        replaceSpans(rest.spans());
        append(later);
        history = rest.history();
        restedUntilMillis = rest.expiryMillis();
        rested = true;
    }

    /** Until when it was kept the last time it was at rest, milliseconds since the epoch; the least number if it never was. */
    long restedUntilMillis() {
        return restedUntilMillis;
    }

    void restedUntil(long timeMillis) {
        restedUntilMillis = timeMillis;
    }

    /** The trace as it will lie at rest until a time. */
    RestingTrace toRest(long expiryMillis) {
        return new RestingTrace(spans(), history, expiryMillis);
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
