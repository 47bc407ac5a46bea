/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static io.meshobservatory.core.window.WindowSize.ONE_HOUR;
import static io.meshobservatory.core.window.WindowSize.ONE_MINUTE;
import static io.meshobservatory.core.window.WindowSize.TEN_SECONDS;

import io.meshobservatory.api.store.Stretch.Rule;
import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.window.WindowSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Which stretches of which tables together hold each call of a range exactly once.
 *
 * <p>The three tables come from one aggregation, so a row of a minute equals the sum of its six rows of 10 s. A whole
 * minute or hour inside the range is therefore read as one row; only what sticks out at the ends is read from finer
 * tables. A minute or hour that is not closed yet is filled from the finer rows that the coarser row does not contain:
 *
 * <ul>
 *   <li>a row of 10 s is in its minute's row as soon as that row exists, for minutes are written when they close;
 *   <li>a row of 1 min is in its hour's row if that row's last call is not before the minute, for the hour's row grows
 *       minute by minute.
 * </ul>
 *
 * Such rows can only be near the end of what is written, so the search for them starts shortly before the newest minute;
 * the margin covers writers that are behind the others.
 */
final class ReadPlan {
    private static final long WRITER_LAG_MILLIS = 5 * ONE_MINUTE.millis();

    private final List<Stretch> stretches = new ArrayList<>();
    private final TimeRange range;
    private final Newest newest;

    private ReadPlan(TimeRange range, Newest newest) {
        this.range = range;
        this.newest = newest;
    }

    /** For sums over the whole range. */
    static List<Stretch> forSums(TimeRange range, Newest newest) {
        return new ReadPlan(range, newest).stretches(ONE_HOUR);
    }

    /** For one sum per window of the range's resolution: nothing coarser may be read. */
    static List<Stretch> forSeries(TimeRange range, Newest newest) {
        return new ReadPlan(range, newest).stretches(range.resolution());
    }

    private List<Stretch> stretches(WindowSize coarsest) {
        Span whole = new Span(range.fromMillis(), range.toMillis());
        Span hours = coarsest == ONE_HOUR ? whole.inside(ONE_HOUR) : whole.nothing();
        Span minutes = coarsest == TEN_SECONDS ? whole.nothing() : whole.inside(ONE_MINUTE);

        add(ONE_HOUR, hours, Rule.ALL);
        for (Span around : minutes.without(hours)) {
            add(ONE_MINUTE, around, Rule.ALL);
            add(TEN_SECONDS, around.from(tenSecondsFillMillis(around)), Rule.UNLESS_IN_MINUTE);
        }
        for (Span around : whole.without(minutes)) {
            add(TEN_SECONDS, around, Rule.ALL);
        }
        add(ONE_MINUTE, hours.from(minuteFillMillis(hours)), Rule.UNLESS_IN_HOUR);
        add(TEN_SECONDS, hours.from(tenSecondsFillMillis(hours)), Rule.UNLESS_IN_MINUTE_OR_HOUR);
        return stretches;
    }

    private long tenSecondsFillMillis(Span span) {
        Long minute = newest.minuteMillis();
        return minute == null ? span.fromMillis : minute - WRITER_LAG_MILLIS;
    }

    private long minuteFillMillis(Span hours) {
        Long hour = newest.hourMillis();
        Long minute = newest.minuteMillis();
        if (hour == null || minute == null) {
            return hours.fromMillis;
        }
        return Math.min(minute - WRITER_LAG_MILLIS, hour + ONE_HOUR.millis());
    }

    private void add(WindowSize table, Span span, Rule rule) {
        Stretch stretch = new Stretch(table, span.fromMillis, span.toMillis, rule);
        if (!stretch.isEmpty()) {
            stretches.add(stretch);
        }
    }

    private record Span(long fromMillis, long toMillis) {
        Span nothing() {
            return new Span(fromMillis, fromMillis);
        }

        boolean isEmpty() {
            return fromMillis >= toMillis;
        }

        /** The whole windows of a width that lie inside. */
        Span inside(WindowSize width) {
            Span inside = new Span(width.endMillis(fromMillis - 1), width.startMillis(toMillis));
            return inside.isEmpty() ? nothing() : inside;
        }

        Span from(long millis) {
            return new Span(Math.max(fromMillis, millis), toMillis);
        }

        /** What is left before and after a part. */
        List<Span> without(Span part) {
            if (part.isEmpty()) {
                return isEmpty() ? List.of() : List.of(this);
            }
            return List.of(new Span(fromMillis, part.fromMillis), new Span(part.toMillis, toMillis)).stream()
                    .filter(span -> !span.isEmpty())
                    .toList();
        }
    }
}
