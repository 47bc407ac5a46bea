/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * How open alerts are written.
 *
 * @param expiry how long an alert is shown after its last state was written, positive; longer than any alert stays open
 *     without news
 * @param maxWait how long an alert waits for a place among those that are not answered yet before it is given up, and how
 *     long a checkpoint waits for answers; not negative
 * @param commandTimeout after which an alert that was sent and not answered counts as failed, positive
 */
public record LiveAlertOptions(Duration expiry, Duration maxWait, Duration commandTimeout) implements Serializable {
    /** Shown for 24 h; waits of 500 ms at most; answers within 2 s. */
    public static final LiveAlertOptions DEFAULT =
            new LiveAlertOptions(Duration.ofHours(24), Duration.ofMillis(500), Duration.ofSeconds(2));

    public LiveAlertOptions {
        requirePositive(expiry, "expiry");
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
