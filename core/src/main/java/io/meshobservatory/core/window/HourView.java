/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Versions;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a relation in an hour, and right before and after it: by this it is decided which place is believed in
 * all windows of the hour. It is looked up when it is first asked for: where traces are all that tells, there is nothing to
 * decide. Not thread-safe.
 */
final class HourView {
    /** Scrapes are hardly farther apart, so what one counts before or after another is not farther away. */
    private static final long SPILL_MILLIS = 120_000;

    private final boolean onlyTraced;
    private final Supplier<Seen> lookUp;
    private @Nullable Seen seen;

    /**
     * What was seen.
     *
     * @param hour what was seen in the hour
     * @param next what was seen in the hour after it, as far as that has begun; may be empty
     * @param lastBefore when each vantage point last saw something before the hour, milliseconds since the epoch, by
     *     ordinal; {@code Long.MIN_VALUE} where it did not
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: it lives as long as one row is made
    record Seen(Map<Versions, Observations> hour, Map<Versions, Observations> next, long[] lastBefore) {}

    /**
     * @param onlyTraced whether all that was seen in the hour was seen in traces
     * @param lookUp gives what was seen; asked once at most
     */
    HourView(boolean onlyTraced, Supplier<Seen> lookUp) {
        this.onlyTraced = onlyTraced;
        this.lookUp = lookUp;
    }

    /** An hour of which nothing before and after is known. */
    static HourView alone(Map<Versions, Observations> hour) {
        return new HourView(isOnlyTraced(hour), () -> new Seen(hour, Map.of(), none()));
    }

    static long[] none() {
        long[] none = new long[Vantage.values().length];
        java.util.Arrays.fill(none, Long.MIN_VALUE);
        return none;
    }

    boolean isOnlyTraced() {
        return onlyTraced;
    }

    /** Whether all that was seen was seen in traces. */
    static boolean isOnlyTraced(Map<Versions, Observations> observed) {
        for (Observations observations : observed.values()) {
            if (!observations.areOnly(Vantage.TRACES)) {
                return false;
            }
        }
        return true;
    }

    long sum(Vantage vantage, ToLongFunction<EdgeStats> figure) {
        return sum(seen().hour(), vantage, figure);
    }

    /**
     * Whether what one place saw in this hour lies so near to what the other saw before or after the hour that it is only the
     * edge of the same calls, which are scraped at different moments.
     */
    boolean isSpill(Vantage place, Vantage other) {
        long before = seen().lastBefore()[other.ordinal()];
        if (before != Long.MIN_VALUE && last(seen().hour(), place) - SPILL_MILLIS <= before) {
            return true;
        }
        long after = first(seen().next(), other);
        return after != Long.MAX_VALUE && first(seen().hour(), place) + SPILL_MILLIS >= after;
    }

    static long sum(Map<Versions, Observations> observed, Vantage vantage, ToLongFunction<EdgeStats> figure) {
        long sum = 0;
        for (Observations observations : observed.values()) {
            EdgeStats stats = observations.of(vantage);
            sum += stats == null ? 0 : figure.applyAsLong(stats);
        }
        return sum;
    }

    static long last(Map<Versions, Observations> observed, Vantage vantage) {
        long last = Long.MIN_VALUE;
        for (Observations observations : observed.values()) {
            EdgeStats stats = observations.of(vantage);
            last = stats == null || stats.isEmpty() ? last : Math.max(last, stats.extremes.lastMillis);
        }
        return last;
    }

    private static long first(Map<Versions, Observations> observed, Vantage vantage) {
        long first = Long.MAX_VALUE;
        for (Observations observations : observed.values()) {
            EdgeStats stats = observations.of(vantage);
            first = stats == null || stats.isEmpty() ? first : Math.min(first, stats.extremes.firstMillis);
        }
        return first;
    }

    private Seen seen() {
        if (seen == null) {
            seen = lookUp.get();
        }
        return seen;
    }
}
