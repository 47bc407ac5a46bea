/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a request may cost. Immutable.
 *
 * @param maxRange the longest range of time, at least one hour
 * @param maxEdges how many edges an answer holds; those with the most calls win
 * @param maxStreamClients how many event streams at once
 * @param streamBufferEvents how many events may wait for a slow client
 * @param databasePoolSize how many connections to the database
 * @param statementTimeout after which the database ends a statement
 */
public record ApiLimits(
        Duration maxRange,
        int maxEdges,
        int maxStreamClients,
        int streamBufferEvents,
        int databasePoolSize,
        Duration statementTimeout) {
    /** The defaults of the README. */
    public static final ApiLimits DEFAULT =
            new ApiLimits(Duration.ofDays(400), 5_000, 100, 2_000, 8, Duration.ofSeconds(10));

    public ApiLimits {
        requireNonNull(maxRange, "maxRange");
        requireNonNull(statementTimeout, "statementTimeout");
        requireBetween("max range in hours", maxRange.toHours(), 1, 10_000 * 24L);
        requireBetween("max edges", maxEdges, 1, 100_000);
        requireBetween("max stream clients", maxStreamClients, 1, 10_000);
        requireBetween("stream buffer events", streamBufferEvents, 1, 1_000_000);
        requireBetween("database pool size", databasePoolSize, 1, 200);
        requireBetween("statement timeout in seconds", statementTimeout.toSeconds(), 1, 600);
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: from " + least + " to " + most + ")");
        }
    }
}
