/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the spans of a request apart by trace: first all spans are added, then the slices are given out, in one batch for each
 * subtask that assembles traces, or in one for each trace; in the order in which their traces appeared. Keeps its memory from
 * request to request. Not thread-safe.
 */
public final class TraceGroups {
    private static final int NONE = -1;
    private static final int MIN_PLACES = 64;

    private final SpanPacker packer = new SpanPacker();
    private final List<Span> spans = new ArrayList<>();

    /** By place in the table: the first span of the trace there. */
    private int[] table = new int[MIN_PLACES];

    private int places = MIN_PLACES;

    /** Drawn, so that nobody can choose trace ids that all fall into one place. */
    private final long highFactor;

    private final long lowFactor;

    /** By span: the next and, of the first span, the last of its trace. */
    private int[] next = new int[64];

    private int[] lastOfTrace = new int[64];
    private boolean[] first = new boolean[64];

    private final @Nullable TraceTargets targets;
    /** By target: the first spans of its first and of its last trace. */
    private final int[] firstOfTarget;

    private final int[] lastOfTarget;
    /** By span, if it is the first of its trace: the first of the next trace for the same target. */
    private int[] nextTrace = new int[64];

    /**
     * Holds nothing yet.
     *
     * @param targets where batches go; null for a batch for each trace
     */
    public TraceGroups(@Nullable TraceTargets targets) {
        this.targets = targets;
        this.firstOfTarget = new int[targets == null ? 0 : targets.count()];
        this.lastOfTarget = new int[firstOfTarget.length];
        SecureRandom random = new SecureRandom();
        highFactor = random.nextLong() | 1;
        lowFactor = random.nextLong() | 1;
    }

    /** Adds a span. */
    public void add(Span span) {
        spans.add(span);
    }

    /** Gives out all batches, and is empty then. */
    public void drainTo(Consumer<SliceBatch> out) {
        link();
        if (targets == null) {
            for (int i = 0; i < spans.size(); i++) {
                if (first[i]) {
                    packSlice(i);
                    out.accept(packer.take(spans.get(i).traceId()));
                }
            }
        } else {
            linkTargets(targets);
            for (int target = 0; target < firstOfTarget.length; target++) {
                if (firstOfTarget[target] != NONE) {
                    for (int i = firstOfTarget[target]; i != NONE; i = nextTrace[i]) {
                        packSlice(i);
                    }
                    out.accept(packer.take(targets.key(target)));
                }
            }
        }
        spans.clear();
    }

    private void packSlice(int head) {
        packer.beginSlice(spans.get(head).traceId());
        for (int member = head; member != NONE; member = next[member]) {
            packer.add(spans.get(member));
        }
        packer.endSlice();
    }

    private void linkTargets(TraceTargets to) {
        Arrays.fill(firstOfTarget, NONE);
        for (int i = 0; i < spans.size(); i++) {
            if (!first[i]) {
                continue;
            }
            int target = to.of(spans.get(i).traceId());
            nextTrace[i] = NONE;
            if (firstOfTarget[target] == NONE) {
                firstOfTarget[target] = i;
            } else {
                nextTrace[lastOfTarget[target]] = i;
            }
            lastOfTarget[target] = i;
        }
    }

    private void link() {
        int size = spans.size();
        if (next.length < size) {
            next = new int[2 * size];
            lastOfTrace = new int[2 * size];
            first = new boolean[2 * size];
            nextTrace = new int[2 * size];
        }
        places = Math.max(MIN_PLACES, Integer.highestOneBit(4 * size));
        if (table.length < places) {
            table = new int[places];
        }
        Arrays.fill(table, 0, places, NONE);
        for (int i = 0; i < size; i++) {
            TraceId trace = spans.get(i).traceId();
            int head = headOf(trace, i);
            next[i] = NONE;
            first[i] = head == i;
            if (head == i) {
                lastOfTrace[i] = i;
            } else {
                next[lastOfTrace[head]] = i;
                lastOfTrace[head] = i;
            }
        }
    }

    /** The first span of a trace; the given one if there was none before. */
    private int headOf(TraceId trace, int index) {
        int mask = places - 1;
        long mixed = trace.high() * highFactor + trace.low() * lowFactor;
        int place = (int) (mixed >>> 40) & mask;
        while (table[place] != NONE) {
            if (spans.get(table[place]).traceId().equals(trace)) {
                return table[place];
            }
            place = (place + 1) & mask;
        }
        table[place] = index;
        return index;
    }
}
