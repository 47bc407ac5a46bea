/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time. Immutable.
 *
 * @param from begin, inclusive
 * @param until end, exclusive; after the begin
 */
public record Period(Instant from, Instant until) {
    public Period {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("until: " + until + " (expected: after " + from + ")");
        }
    }

    public Duration length() {
        return Duration.between(from, until);
    }

    /** Begin, milliseconds since the epoch. */
    public long fromMillis() {
        return from.toEpochMilli();
    }

    /** End, milliseconds since the epoch. */
    public long untilMillis() {
        return until.toEpochMilli();
    }

    /** A part of it, both ends as ratios of its length in [0, 1]. */
    public Period part(double begin, double end) {
        long millis = length().toMillis();
        return new Period(from.plusMillis((long) (begin * millis)), from.plusMillis((long) (end * millis)));
    }
}
