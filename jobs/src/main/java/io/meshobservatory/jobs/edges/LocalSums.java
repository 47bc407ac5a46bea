/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.WindowSize;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sums of calls by edge, ten-second window and vantage point. Calls that follow each other mostly belong to one window, so
 * that is looked up once for all of them. Not thread-safe.
 */
public final class LocalSums {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A constant of the machine code, so that dividing by it is a multiplication. */
    private static final long WINDOW_MILLIS = WindowSize.TEN_SECONDS.millis();

    /** No window starts there. */
    private static final Place NOWHERE = new Place(Long.MIN_VALUE, Vantage.TRACES);

    private final Map<Place, SumsByEdge> held = new HashMap<>();
    private Place lastPlace = NOWHERE;
    private SumsByEdge lastSums = new SumsByEdge();
    private int size;

    /** Adds a call to the sum of its edge, or takes it away. */
    public void add(CallChange change) {
        Call call = change.call();
        SumsByEdge sums = sums(change.vantage(), call.endNanos() / NANOS_PER_MILLI);
        int before = sums.size();
        EdgeStats stats = sums.of(call.edge());
        size += sums.size() - before;
        if (change.withdrawn()) {
            stats.withdraw(call);
        } else {
            stats.add(call);
        }
    }

    /** How many sums there are. */
    public int size() {
        return size;
    }

    /** Gives all sums away, and begins anew. */
    public void drain(Consumer<EdgeDelta> sink) {
        held.forEach((place, sums) -> sums.forEach(
                (edge, stats) -> sink.accept(new EdgeDelta(edge, place.windowStartMillis(), place.vantage(), stats))));
        held.clear();
        lastPlace = NOWHERE;
        lastSums = new SumsByEdge();
        size = 0;
    }

    private SumsByEdge sums(Vantage vantage, long timeMillis) {
        long start = Math.floorDiv(timeMillis, WINDOW_MILLIS) * WINDOW_MILLIS;
        if (start != lastPlace.windowStartMillis() || vantage != lastPlace.vantage()) {
            lastPlace = new Place(start, vantage);
            lastSums = held.computeIfAbsent(lastPlace, place -> new SumsByEdge());
        }
        return lastSums;
    }

    private record Place(long windowStartMillis, Vantage vantage) {}
}
