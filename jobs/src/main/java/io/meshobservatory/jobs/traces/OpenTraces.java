/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The traces that are to be looked at, and when: one list for each moment. Not thread-safe. */
final class OpenTraces {
    private final Map<TraceId, OpenTrace> byId = new HashMap<>();
    private final TreeMap<Long, List<OpenTrace>> byWake = new TreeMap<>();

    @Nullable
    OpenTrace get(TraceId id) {
        return byId.get(id);
    }

    void put(OpenTrace trace) {
        byId.put(trace.id(), trace);
    }

    /** Takes a trace out for good. */
    void remove(OpenTrace trace) {
        trace.end();
        byId.remove(trace.id());
    }

    /** Notes when to look at a trace, milliseconds since the epoch. */
    void wake(OpenTrace trace, long atMillis) {
        if (trace.addWake(atMillis)) {
            list(atMillis, trace);
        }
    }

    /** Lists a trace under all times that it has noted. */
    void listWakes(OpenTrace trace) {
        for (long wake : trace.wakes()) {
            list(wake, trace);
        }
    }

    /** The next time at which a trace is to be looked at; {@link Long#MAX_VALUE} if there is none. */
    long nextMillis() {
        return byWake.isEmpty() ? Long.MAX_VALUE : byWake.firstKey();
    }

    /** The traces to look at at {@link #nextMillis()}, in the order in which that was noted; they are off that list then. */
    List<OpenTrace> pollNext() {
        Map.Entry<Long, List<OpenTrace>> next = byWake.pollFirstEntry();
        if (next == null) {
            return List.of();
        }
        for (OpenTrace trace : next.getValue()) {
            trace.removeWake(next.getKey());
        }
        return next.getValue();
    }

    Collection<OpenTrace> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    private void list(long atMillis, OpenTrace trace) {
        byWake.computeIfAbsent(atMillis, time -> new ArrayList<>()).add(trace);
    }
}
