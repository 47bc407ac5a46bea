/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The requested range as it travels in cursors, so that a range relative to now does not move between pages. Immutable.
 *
 * @param from its start
 * @param to its end, after the start
 */
record RangeInCursor(Instant from, Instant to) {
    private static final long LATEST_MILLIS =
            Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    /**
     * Reads and checks it.
     *
     * @param maximum the longest range
     * @param cursor the whole cursor, for the message
     * @throws io.meshobservatory.api.http.ProblemException if it is none
     */
    static RangeInCursor decode(String from, String to, Duration maximum, String cursor) {
        try {
            RangeInCursor range = new RangeInCursor(Instant.parse(from), Instant.parse(to));
            boolean ordered = range.from.isBefore(range.to)
                    && !range.from.isBefore(Instant.EPOCH)
                    && range.to.toEpochMilli() <= LATEST_MILLIS;
            if (!ordered || Duration.between(range.from, range.to).compareTo(maximum) > 0) {
                throw Cursor.bad(cursor);
            }
            return range;
        } catch (DateTimeException | ArithmeticException malformed) {
            throw Cursor.bad(cursor);
        }
    }
}
