/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.SpanFields;
import io.meshobservatory.core.telemetry.TraceId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the spans of a request apart by trace: first all spans are added, and packed one behind the other; then the slices are
 * given out, in one batch for each subtask that assembles traces, or in one for each trace; in the order in which their traces
 * appeared. Keeps its memory from request to request. Not thread-safe.
 */
public final class TraceGroups {
    private static final int NONE = -1;
    private static final int MIN_PLACES = 64;

    private static final int FIRST_SPANS = 64;

    private final SpanPacker packer = new SpanPacker();
    private final SpanCopier copier = new SpanCopier();
    private int size;

    /** By span: the halves of the id of its trace. */
    private long[] halves = new long[2 * FIRST_SPANS];

    /** By span: where it stands among the packed ones. */
    private int[] places = new int[FIRST_SPANS];

    /** By place in the table: the first span of the trace there. */
    private int[] table = new int[MIN_PLACES];

    private int tableSize = MIN_PLACES;

    /** Drawn, so that nobody can choose trace ids that all fall into one place. */
    private final long highFactor;

    private final long lowFactor;

    /** By span: the next and, of the first span, the last of its trace. */
    private int[] next = new int[FIRST_SPANS];

    private int[] lastOfTrace = new int[FIRST_SPANS];
    private boolean[] first = new boolean[FIRST_SPANS];

    private final @Nullable TraceTargets targets;
    /** By target: the first spans of its first and of its last trace. */
    private final int[] firstOfTarget;

    private final int[] lastOfTarget;
    /** By span, if it is the first of its trace: the first of the next trace for the same target. */
    private int[] nextTrace = new int[FIRST_SPANS];

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
    public void add(SpanFields span) {
        if (size == places.length) {
            halves = Arrays.copyOf(halves, 4 * size);
            places = Arrays.copyOf(places, 2 * size);
        }
        halves[2 * size] = span.traceIdHigh;
        halves[2 * size + 1] = span.traceIdLow;
        places[size] = packer.out().length();
        size++;
        packer.pack(span);
    }

    /** How many spans were added. */
    public int size() {
        return size;
    }

    /** Forgets all spans. */
    public void clear() {
        size = 0;
        packer.out().clear();
    }

    /** Gives out all batches, and is empty then. */
    public void drainTo(Consumer<SliceBatch> out) {
        if (size == 0) {
            return;
        }
        link();
        if (targets != null && targets.count() == 1) {
            out.accept(whole(targets.key(0)));
        } else {
            renumbered(out);
        }
        clear();
    }

    /** All spans in one batch: their texts have the right numbers. */
    private SliceBatch whole(TraceId key) {
        BatchWriter packed = packer.out();
        byte[] spans = packed.room(0);
        int traces = 0;
        for (int i = 0; i < size; i++) {
            traces += first[i] ? 1 : 0;
        }
        byte[] slices = new byte[packed.length() + traces * SpanPacker.HEADER_BYTES];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (first[i]) {
                int from = at + SpanPacker.HEADER_BYTES;
                int to = from;
                for (int member = i; member != NONE; member = next[member]) {
                    int length = PackedSpan.length(spans, places[member]);
                    System.arraycopy(spans, places[member], slices, to, length);
                    to += length;
                }
                SpanPacker.writeHeader(slices, at, halves[2 * i], halves[2 * i + 1], to - from);
                at = to;
            }
        }
        return new SliceBatch(key, packed.textCount(), packed.takeTexts(), slices);
    }

    /** The spans in several batches, each with numbers of its own for its texts. */
    private void renumbered(Consumer<SliceBatch> out) {
        byte[] spans = packer.out().takeSlices();
        Text[] texts = packer.out().takeNumbered();
        packer.out().clear();
        if (targets == null) {
            for (int i = 0; i < size; i++) {
                if (first[i]) {
                    TraceId trace = trace(i);
                    copySlice(trace, i, spans, texts);
                    out.accept(packer.take(trace));
                }
            }
            return;
        }
        linkTargets(targets);
        for (int target = 0; target < firstOfTarget.length; target++) {
            if (firstOfTarget[target] != NONE) {
                for (int i = firstOfTarget[target]; i != NONE; i = nextTrace[i]) {
                    copySlice(trace(i), i, spans, texts);
                }
                out.accept(packer.take(targets.key(target)));
            }
        }
    }

    private void copySlice(TraceId trace, int head, byte[] spans, Text[] texts) {
        packer.beginSlice(trace);
        for (int member = head; member != NONE; member = next[member]) {
            int from = places[member];
            copier.copy(spans, from, from + PackedSpan.length(spans, from), texts, packer.out());
        }
        packer.endSlice();
    }

    private TraceId trace(int span) {
        return new TraceId(halves[2 * span], halves[2 * span + 1]);
    }

    private void linkTargets(TraceTargets to) {
        Arrays.fill(firstOfTarget, NONE);
        for (int i = 0; i < size; i++) {
            if (!first[i]) {
                continue;
            }
            int target = to.of(trace(i));
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
        if (next.length < size) {
            next = new int[2 * size];
            lastOfTrace = new int[2 * size];
            first = new boolean[2 * size];
            nextTrace = new int[2 * size];
        }
        tableSize = Math.max(MIN_PLACES, Integer.highestOneBit(4 * size));
        if (table.length < tableSize) {
            table = new int[tableSize];
        }
        Arrays.fill(table, 0, tableSize, NONE);
        for (int i = 0; i < size; i++) {
            int head = headOf(i);
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

    /** The first span of the trace of a span. */
    private int headOf(int span) {
        long high = halves[2 * span];
        long low = halves[2 * span + 1];
        int mask = tableSize - 1;
        int place = (int) ((high * highFactor + low * lowFactor) >>> 40) & mask;
        while (table[place] != NONE) {
            int head = table[place];
            if (halves[2 * head] == high && halves[2 * head + 1] == low) {
                return head;
            }
            place = (place + 1) & mask;
        }
        table[place] = span;
        return span;
    }
}
