/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long results are kept, by the time of their window. Whole partitions (or chunks) are dropped, so that rows live up
 * to a partition's width longer: a day for 10 s, 1 min, facts and scores, a month for 1 h.
 *
 * @param tenSeconds for {@code edges_10s}, positive
 * @param oneMinute for {@code edges_1m}, {@code facts}, {@code scores} and {@code score_minutes}, and for models that newer
 *     ones have replaced; positive
 * @param oneHour for {@code edges_1h}, and for alerts by when they were last seen; positive
 * @param replayGrace how long a partition is kept at least after it was made, not negative: it gives whoever replays an
 *     old recording time to look at the result, which would be older than the retention at once. Plain PostgreSQL only
 */
public record Retention(Duration tenSeconds, Duration oneMinute, Duration oneHour, Duration replayGrace) {
    /** 2 days of 10 s, 30 days of 1 min, 400 days of 1 h; a day to look at replayed data. */
    public static final Retention DEFAULT =
            new Retention(Duration.ofDays(2), Duration.ofDays(30), Duration.ofDays(400), Duration.ofDays(1));

    public Retention {
        requirePositive(tenSeconds, "tenSeconds");
        requirePositive(oneMinute, "oneMinute");
        requirePositive(oneHour, "oneHour");
        requireNonNull(replayGrace, "replayGrace");
        if (replayGrace.isNegative()) {
            throw new IllegalArgumentException("replayGrace: " + replayGrace + " (expected: not negative)");
        }
    }

    /** How long the rows of a table are kept. */
    public Duration of(ResultTable table) {
        return switch (table) {
            case TEN_SECONDS -> tenSeconds;
            case ONE_MINUTE, FACTS, SCORES, SCORE_MINUTES -> oneMinute;
            case ONE_HOUR -> oneHour;
        };
    }

    private static void requirePositive(Duration value, String name) {
        requireNonNull(value, name);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: positive)");
        }
    }
}
