/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.window.WindowSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Cursors of time series. They carry the range of the first page, so that a range relative to now does not move between
 * pages. Immutable.
 */
public final class SeriesCursor {
    private static final String SORT = "series-1";

    private final Duration maximum;

    /**
     * Makes the cursors.
     *
     * @param maximum the longest range
     */
    public SeriesCursor(Duration maximum) {
        this.maximum = requireNonNull(maximum, "maximum");
    }

    /**
     * A place in a range.
     *
     * @param range the range of all pages
     * @param nextMillis where the page begins, milliseconds since the epoch
     */
    record Position(TimeRange range, long nextMillis) {
        static Position first(TimeRange range) {
            return new Position(range, range.fromMillis());
        }

        Position at(long millis) {
            return new Position(range, millis);
        }

        /** The next stretch of at most so many windows. */
        TimeRange page(int windows) {
            long toMillis = nextMillis + windows * range.resolution().millis();
            return range.part(nextMillis, Math.min(toMillis, range.toMillis()));
        }
    }

    String encode(Position position) {
        TimeRange range = position.range();
        return Cursor.encode(
                SORT,
                List.of(
                        range.requestedFrom().toString(),
                        range.requestedTo().toString(),
                        Integer.toString(range.resolution().seconds()),
                        Long.toString(position.nextMillis())));
    }

    Position decode(String cursor) {
        List<String> parts = Cursor.decode(SORT, 4, cursor);
        try {
            RangeInCursor requested = RangeInCursor.decode(parts.get(0), parts.get(1), maximum, cursor);
            int seconds = Integer.parseInt(parts.get(2));
            long next = Long.parseLong(parts.get(3));
            WindowSize resolution = Arrays.stream(WindowSize.values())
                    .filter(size -> size.seconds() == seconds)
                    .findAny()
                    .orElseThrow(() -> Cursor.bad(cursor));
            TimeRange range = TimeRange.aligned(requested.from(), requested.to(), resolution);
            if (next < range.fromMillis() || next >= range.toMillis() || next % resolution.millis() != 0) {
                throw Cursor.bad(cursor);
            }
            return new Position(range, next);
        } catch (NumberFormatException malformed) {
            throw Cursor.bad(cursor);
        }
    }
}
