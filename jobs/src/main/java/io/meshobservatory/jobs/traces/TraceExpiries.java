/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the traces at rest can be forgotten: lists of ids by time, 16 bytes for each. A trace that is taken up and put to rest
 * again stands on more than one list; the last counts. Not thread-safe.
 */
final class TraceExpiries {
    /** The time of a trace that was taken up and does not rest at the moment. */
    static final long AWAKE = Long.MAX_VALUE;

    private final TreeMap<Long, IdList> byTime = new TreeMap<>();
    private final Map<TraceId, Long> takenUp = new HashMap<>();

    /** Notes that a trace can be forgotten at a time, milliseconds since the epoch. */
    void add(TraceId id, long atMillis) {
        byTime.computeIfAbsent(atMillis, time -> new IdList()).add(id.high(), id.low());
        takenUp.computeIfPresent(id, (key, before) -> atMillis);
    }

    /** Notes that a trace at rest was taken up: what was noted before does not count any more. */
    void takeUp(TraceId id) {
        takenUp.put(id, AWAKE);
    }

    /** Notes that a trace that was taken up is no more. */
    void forget(TraceId id) {
        takenUp.remove(id);
    }

    /** The next time at which something can be forgotten; {@link Long#MAX_VALUE} if there is none. */
    long nextMillis() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.firstKey();
    }

    /** Hands over the traces that can be forgotten at {@link #nextMillis()}, and moves on. */
    void expireNext(Forgetting forgetting) throws IOException {
        Map.Entry<Long, IdList> next = byTime.pollFirstEntry();
        if (next == null) {
            return;
        }
        IdList ids = next.getValue();
        for (int i = 0; i < ids.size(); i++) {
            TraceId id = new TraceId(ids.high(i), ids.low(i));
            Long last = takenUp.isEmpty() ? null : takenUp.get(id);
            if (last == null) {
                forgetting.forget(id);
            } else if (last <= next.getKey()) {
                takenUp.remove(id);
                forgetting.forget(id);
            }
        }
    }

    /** Visits all that is noted. */
    void forEach(Visitor visitor) throws IOException {
        for (Map.Entry<Long, IdList> entry : byTime.entrySet()) {
            IdList ids = entry.getValue();
            for (int i = 0; i < ids.size(); i++) {
                visitor.expires(entry.getKey(), ids.high(i), ids.low(i));
            }
        }
    }

    /** The traces that were taken up, with the time that counts. */
    Map<TraceId, Long> takenUp() {
        return takenUp;
    }

    /** What happens to a trace that can be forgotten. */
    interface Forgetting {
        void forget(TraceId id) throws IOException;
    }

    /** Sees each note. */
    interface Visitor {
        void expires(long atMillis, long high, long low) throws IOException;
    }

    private static final class IdList {
        private long[] halves = new long[16];
        private int used;

        void add(long high, long low) {
            if (used == halves.length) {
                halves = Arrays.copyOf(halves, used + (used >> 1) / 2 * 2);
            }
            halves[used++] = high;
            halves[used++] = low;
        }

        int size() {
            return used / 2;
        }

        long high(int index) {
            return halves[2 * index];
        }

        long low(int index) {
            return halves[2 * index + 1];
        }
    }
}
