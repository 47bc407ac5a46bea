/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.Arrays;

/** A trace that is to be looked at once more, at least. Mutable; not thread-safe. */
final class OpenTrace {
    private static final long[] NONE = {};

    private final TraceId id;
    private byte[] spans;
    private int length;
    private TraceHistory history = TraceHistory.NONE;
    private long[] wakes = NONE;
    private boolean rested;
    private boolean over;

    OpenTrace(TraceId id, byte[] spans) {
        this(id, spans, spans.length);
    }

    private OpenTrace(TraceId id, byte[] spans, int length) {
        this.id = id;
        this.spans = spans;
        this.length = length;
    }

    TraceId id() {
        return id;
    }

    /** The packed spans, in the order of their arrival; valid up to {@link #length()}, and until the next is added. */
    byte[] spans() {
        return spans;
    }

    int length() {
        return length;
    }

    void append(byte[] more) {
        int needed = Math.addExact(length, more.length);
        if (needed > spans.length) {
            spans = Arrays.copyOf(spans, Math.max(needed, spans.length + (spans.length >> 1)));
        }
        System.arraycopy(more, 0, spans, length, more.length);
        length = needed;
    }

    /** Takes other spans in place of all. */
    void replaceSpans(byte[] others) {
        spans = others;
        length = others.length;
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
        byte[] later = Arrays.copyOf(spans, length);
        replaceSpans(rest.spans());
        append(later);
        history = rest.history();
        rested = true;
    }

    /** The trace as it will lie at rest. */
    RestingTrace toRest() {
        return new RestingTrace(length == spans.length ? spans : Arrays.copyOf(spans, length), history);
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

    void end() {
        over = true;
    }
}
