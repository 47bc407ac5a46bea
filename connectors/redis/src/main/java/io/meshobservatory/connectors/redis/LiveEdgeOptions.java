/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the live graph is written.
 *
 * @param expiry how long an edge is shown after its last row was written, positive
 * @param maxInFlight rows sent and not yet answered, at least 1
 * @param maxWait how long a row waits for one of those places before it is given up, and how long a checkpoint waits for
 *     answers; not negative. This bounds what a slow Redis costs the job: after one such wait, rows are given up without
 *     waiting until Redis answers again
 * @param commandTimeout after which a row that was sent and not answered counts as failed, positive
 */
public record LiveEdgeOptions(Duration expiry, int maxInFlight, Duration maxWait, Duration commandTimeout)
        implements Serializable {
    /** Shown for 60 s; 1,000 rows in flight; waits of 500 ms at most; answers within 2 s. */
    public static final LiveEdgeOptions DEFAULT =
            new LiveEdgeOptions(Duration.ofSeconds(60), 1_000, Duration.ofMillis(500), Duration.ofSeconds(2));

    public LiveEdgeOptions {
        requirePositive(expiry, "expiry");
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: >= 1)");
        }
        requireNonNull(maxWait, "maxWait");
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait: " + maxWait + " (expected: not negative)");
        }
        requirePositive(commandTimeout, "commandTimeout");
    }

    private static void requirePositive(Duration value, String name) {
        requireNonNull(value, name);
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1 ms)");
        }
    }
}
