/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the series of one target and tells by how much they grow. Points must come in the order of their times, and
 * {@link #seen} after all points of a time.
 *
 * <ul>
 *   <li>A point that does not come later than the last one of its cumulative series tells nothing new, and is passed over.
 *   <li>A smaller value than before is a new beginning, and so is another start time, if it is not before the last point:
 *       the value counts as a whole. (Two collectors that read one target tell different starts, both before.) But a smaller
 *       value within five seconds tells nothing: of two that read at nearly the same time, one may have got the older value.
 *   <li>The first point of a series only sets the baseline, whatever start it tells: what it counted may be history, and was
 *       not observed. But if the target was seen before, the series is new since then, and the value counts as a whole. Only
 *       what was seen more than a second earlier is before: points of one reading may differ by a little. Once a cumulative
 *       series was forgotten, or refused for lack of room, a new one may be that one, and only sets the baseline, too.
 *   <li>A start that equals the time of the point is how the Collector says that it does not know the start.
 *   <li>A delta point counts as it is, once per start and time.
 * </ul>
 *
 * <p>At most a fixed number of series is followed; {@link #forget} lets go of old ones. Not thread-safe.
 */
public final class IncreaseTracker {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long ONE_READING_NANOS = 1_000_000_000L;

    /** How much two clocks may differ: of start and points, or of two that read one target. */
    private static final long CLOCK_DIFFERENCE_NANOS = 5_000_000_000L;

    private static final byte FORMAT = 2;

    private final int maxSeries;
    private final Map<SeriesId, SeriesState> series = new TreeMap<>();
    private long firstSeenNanos = NEVER;
    private long lastSeenNanos = NEVER;

    /** Whether a series that is not followed may have been counted before. */
    private boolean mayHaveForgotten;

    /** @param maxSeries how many series are followed at most; points of others are unusable */
    public IncreaseTracker(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    /**
     * Takes note of a point of a cumulative or delta series.
     *
     * @param unusable told why, if the point should have counted and cannot
     * @return by how much the series grew; null if it did not, or that is not known
     */
    public @Nullable Increase observe(MetricPoint point, Consumer<UnusableReason> unusable) {
        SeriesState state = series.get(point.series());
        if (state != null && state.temporality != point.temporality()) {
            state = null;
        }
        Increase increase;
        if (state == null) {
            increase = first(point, unusable);
        } else if (point.temporality() == Temporality.DELTA) {
            increase = nextDelta(state, point, unusable);
        } else {
            increase = nextCumulative(state, point, unusable);
        }
        return increase == null || increase.grown().isNothing() ? null : increase;
    }

    /** Takes note of a level, and returns the one before; NaN if there is none, or the series cannot be followed. */
    public double observeLevel(MetricPoint point, Consumer<UnusableReason> unusable) {
        SeriesState state = series.get(point.series());
        if (state == null) {
            if (hasRoom(unusable)) {
                series.put(point.series(), new SeriesState(point));
            }
            return Double.NaN;
        }
        double before = state.reading.level();
        if (point.timeNanos() > state.timeNanos) {
            state.become(point);
        }
        return before;
    }

    /** Takes note that the target was read, with whatever points. */
    public void seen(long timeNanos) {
        firstSeenNanos = firstSeenNanos == NEVER ? timeNanos : Math.min(firstSeenNanos, timeNanos);
        lastSeenNanos = Math.max(lastSeenNanos, timeNanos);
    }

    /** When the target was last read, nanoseconds since the epoch; {@link Long#MIN_VALUE} if never. */
    public long lastSeenNanos() {
        return lastSeenNanos;
    }

    /** Forgets the series whose last point is before a time. */
    public void forget(long beforeNanos) {
        series.values().removeIf(state -> {
            boolean old = state.timeNanos < beforeNanos;
            mayHaveForgotten |= old && state.temporality == Temporality.CUMULATIVE;
            return old;
        });
    }

    /** Whether a series is followed. */
    boolean follows(SeriesId id) {
        return series.containsKey(id);
    }

    /** Follows only some of the series further, and takes the target for one that was never read before. */
    void beginAnew(Set<SeriesId> kept) {
        series.keySet().retainAll(kept);
        firstSeenNanos = NEVER;
    }

    /** A copy that shares nothing that can change. */
    IncreaseTracker copy() {
        IncreaseTracker copy = new IncreaseTracker(maxSeries);
        series.forEach((id, state) -> copy.series.put(id, state.copy()));
        copy.firstSeenNanos = firstSeenNanos;
        copy.lastSeenNanos = lastSeenNanos;
        copy.mayHaveForgotten = mayHaveForgotten;
        return copy;
    }

    /** How many series are followed. */
    public int size() {
        return series.size();
    }

    private @Nullable Increase first(MetricPoint point, Consumer<UnusableReason> unusable) {
        if (!series.containsKey(point.series()) && !hasRoom(unusable)) {
            mayHaveForgotten |= point.temporality() == Temporality.CUMULATIVE;
            return null;
        }
        SeriesState state = new SeriesState(point);
        series.put(point.series(), state);
        if (point.temporality() == Temporality.DELTA) {
            state.addInterval(point.startNanos(), point.timeNanos());
            return delta(point);
        }
        boolean known =
                !mayHaveForgotten && firstSeenNanos != NEVER && firstSeenNanos <= point.timeNanos() - ONE_READING_NANOS;
        return known ? sinceBeginning(lastSeenNanos, point) : null;
    }

    private static @Nullable Increase nextDelta(
            SeriesState state, MetricPoint point, Consumer<UnusableReason> unusable) {
        if (state.hasInterval(point.startNanos(), point.timeNanos())) {
            return null;
        }
        if (state.mayHaveForgotten(point.timeNanos())) {
            unusable.accept(UnusableReason.TOO_LATE);
            return null;
        }
        state.addInterval(point.startNanos(), point.timeNanos());
        return delta(point);
    }

    private static @Nullable Increase nextCumulative(
            SeriesState state, MetricPoint point, Consumer<UnusableReason> unusable) {
        if (point.timeNanos() <= state.timeNanos) {
            if (point.timeNanos() == state.timeNanos && !point.reading().equals(state.reading)) {
                unusable.accept(UnusableReason.CONFLICTING_POINT);
            }
            return null;
        }
        long before = state.timeNanos;
        boolean another = isAnotherStream(state, point);
        Reading grown = another ? null : point.reading().since(state.reading);
        if (grown == null && !another && point.timeNanos() - before < CLOCK_DIFFERENCE_NANOS) {
            // as likely an older value that was read slowly; if it is a new beginning, later points tell it as well
            return null;
        }
        state.become(point);
        return grown == null ? sinceBeginning(before, point) : new Increase(before, point.timeNanos(), grown);
    }

    private static boolean isAnotherStream(SeriesState state, MetricPoint point) {
        return state.startNanos != 0
                && tellsStart(point)
                && point.startNanos() != state.startNanos
                && point.startNanos() > state.timeNanos - CLOCK_DIFFERENCE_NANOS;
    }

    private static boolean tellsStart(MetricPoint point) {
        return point.startNanos() != 0 && point.startNanos() < point.timeNanos();
    }

    /** All that the point counted: since its start if that is told, but not since before a time. */
    private static Increase sinceBeginning(long notBeforeNanos, MetricPoint point) {
        long from = tellsStart(point) ? Math.max(point.startNanos(), notBeforeNanos) : notBeforeNanos;
        return new Increase(Math.min(from, point.timeNanos()), point.timeNanos(), point.reading());
    }

    private static Increase delta(MetricPoint point) {
        return new Increase(
                tellsStart(point) ? point.startNanos() : point.timeNanos(), point.timeNanos(), point.reading());
    }

    private boolean hasRoom(Consumer<UnusableReason> unusable) {
        if (series.size() < maxSeries) {
            return true;
        }
        unusable.accept(UnusableReason.TOO_MANY_SERIES);
        return false;
    }

    /** Writes the state in a versioned form: format byte, times, whether some may be forgotten, the series in the order of their ids. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(firstSeenNanos);
        out.writeLong(lastSeenNanos);
        out.writeBoolean(mayHaveForgotten);
        out.writeInt(series.size());
        for (Map.Entry<SeriesId, SeriesState> entry : series.entrySet()) {
            out.writeLong(entry.getKey().high());
            out.writeLong(entry.getKey().low());
            entry.getValue().write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param maxSeries as for the constructor
     * @throws IOException if the format is not known
     */
    public static IncreaseTracker read(DataInput in, int maxSeries) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("series of a target in format " + format + " (expected: " + FORMAT + ")");
        }
        IncreaseTracker tracker = new IncreaseTracker(maxSeries);
        tracker.firstSeenNanos = in.readLong();
        tracker.lastSeenNanos = in.readLong();
        tracker.mayHaveForgotten = in.readBoolean();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            tracker.series.put(new SeriesId(in.readLong(), in.readLong()), SeriesState.read(in));
        }
        return tracker;
    }
}
