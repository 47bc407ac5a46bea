/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The traces that are to be looked at, and when: one list for each moment. They are found by their ids in a hash table with open
 * addressing; of one that is taken out, those behind it take the place. Not thread-safe.
 */
final class OpenTraces {
    private static final int FIRST_PLACES = 1 << 10;

    /** Drawn, so that nobody can choose trace ids that all fall into one place. */
    private final long highFactor;

    private final long lowFactor;
    private @Nullable OpenTrace[] places = new OpenTrace[FIRST_PLACES];
    /** The halves of their ids. */
    private long[] halves = new long[2 * FIRST_PLACES];

    private int size;
    private final TreeMap<Long, List<OpenTrace>> byWake = new TreeMap<>();
    /** The list to which a trace was added last, and for when that is; mostly the next one goes there, too. */
    private @Nullable List<OpenTrace> lastList;

    private long lastListMillis;

    OpenTraces() {
        SecureRandom random = new SecureRandom();
        highFactor = random.nextLong() | 1;
        lowFactor = random.nextLong() | 1;
    }

    @Nullable
    OpenTrace get(long high, long low) {
        return places[place(high, low)];
    }

    /** Reads the first place of a trace, so that the processor has it when it is asked for. What is returned means nothing. */
    long touch(long high, long low) {
        int place = firstPlace(high, low);
        return halves[2 * place] + (places[place] == null ? 1 : 0);
    }

    void put(OpenTrace trace) {
        if (2 * (size + 1) > places.length) {
            grow();
        }
        enter(trace);
    }

    private void enter(OpenTrace trace) {
        long high = trace.id().high();
        long low = trace.id().low();
        int place = place(high, low);
        if (places[place] == null) {
            size++;
        }
        places[place] = trace;
        halves[2 * place] = high;
        halves[2 * place + 1] = low;
    }

    /** Takes a trace out for good. */
    void remove(OpenTrace trace) {
        trace.end();
        int place = place(trace.id().high(), trace.id().low());
        if (places[place] == null) {
            return;
        }
        size--;
        fill(place);
    }

    /** Frees a place: whatever would not be found any more moves there. */
    private void fill(int freed) {
        int mask = places.length - 1;
        int free = freed;
        for (int next = (free + 1) & mask; places[next] != null; next = (next + 1) & mask) {
            int first = firstPlace(halves[2 * next], halves[2 * next + 1]);
            if (((next - first) & mask) >= ((next - free) & mask)) {
                places[free] = places[next];
                halves[2 * free] = halves[2 * next];
                halves[2 * free + 1] = halves[2 * next + 1];
                free = next;
            }
        }
        places[free] = null;
    }

    /** The place of a trace, or the free one where it would be. */
    private int place(long high, long low) {
        int mask = places.length - 1;
        int place = firstPlace(high, low);
        while (places[place] != null && (halves[2 * place + 1] != low || halves[2 * place] != high)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private int firstPlace(long high, long low) {
        long mixed = high * highFactor;
        mixed = (mixed ^ (mixed >>> 32) ^ low) * lowFactor;
        mixed = (mixed ^ (mixed >>> 32)) * highFactor;
        return (int) (mixed >>> 32) & (places.length - 1);
    }

    private void grow() {
        List<OpenTrace> traces = all();
        places = new OpenTrace[2 * places.length];
        halves = new long[2 * places.length];
        size = 0;
        traces.forEach(this::enter);
    }

    /** Notes when to look at a trace, milliseconds since the epoch. */
    void wake(OpenTrace trace, long atMillis) {
        if (trace.addWake(atMillis)) {
            list(atMillis, trace);
        }
    }

    /** Lists a trace under all times that it has noted. */
    void listWakes(OpenTrace trace) {
        for (int i = 0; i < trace.wakeCount(); i++) {
            list(trace.wake(i), trace);
        }
    }

    /** The next time at which a trace is to be looked at; {@link Long#MAX_VALUE} if there is none. */
    long nextMillis() {
        return byWake.isEmpty() ? Long.MAX_VALUE : byWake.firstKey();
    }

    /** The traces to look at at {@link #nextMillis()}, in the order in which that was noted; they are off that list then. */
    List<OpenTrace> pollNext() {
        lastList = null;
        Map.Entry<Long, List<OpenTrace>> next = byWake.pollFirstEntry();
        if (next == null) {
            return List.of();
        }
        for (OpenTrace trace : next.getValue()) {
            trace.removeWake(next.getKey());
        }
        return next.getValue();
    }

    /** All of them, in no particular order. */
    List<OpenTrace> all() {
        List<OpenTrace> all = new ArrayList<>(size);
        for (OpenTrace trace : places) {
            if (trace != null) {
                all.add(trace);
            }
        }
        return all;
    }

    int size() {
        return size;
    }

    private void list(long atMillis, OpenTrace trace) {
        List<OpenTrace> list = lastList;
        if (list == null || atMillis != lastListMillis) {
            list = byWake.computeIfAbsent(atMillis, time -> new ArrayList<>());
            lastList = list;
            lastListMillis = atMillis;
        }
        list.add(trace);
    }
}
