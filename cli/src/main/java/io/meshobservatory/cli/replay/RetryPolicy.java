/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import java.time.Duration;

/**
 * How patient a sender is. Immutable.
 *
 * @param initialBackoff wait before the second attempt; doubled with each further one; above 0
 * @param maxBackoff where doubling stops; a server's Retry-After may ask for more
 * @param giveUpAfter from the first attempt on; no attempt begins later
 * @param requestTimeout for one attempt
 */
public record RetryPolicy(Duration initialBackoff, Duration maxBackoff, Duration giveUpAfter, Duration requestTimeout) {
    /** 200 ms doubling to 5 s, for a minute, with 10 s for an attempt. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(10));

    public RetryPolicy {
        requirePositive("initialBackoff", initialBackoff);
        requirePositive("maxBackoff", maxBackoff);
        requirePositive("requestTimeout", requestTimeout);
        if (giveUpAfter.isNegative()) {
            throw new IllegalArgumentException("giveUpAfter: " + giveUpAfter + " (expected: not negative)");
        }
    }

    /** The same, with another limit to its patience. */
    public RetryPolicy givingUpAfter(Duration limit) {
        return new RetryPolicy(initialBackoff, maxBackoff, limit, requestTimeout);
    }

    /** The wait after some attempts, without jitter; nanoseconds. */
    long backoffNanos(int attempts) {
        double doubled = initialBackoff.toNanos() * Math.pow(2, attempts - 1.0);
        return (long) Math.min(doubled, (double) maxBackoff.toNanos());
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: above 0)");
        }
    }
}
