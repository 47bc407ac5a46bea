/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.sink;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * When rows are written, and how long a failing database is tried. The connector's own execution options count retries;
 * what matters here is the time that they take, since the task waits and checkpoints with it.
 *
 * @param batchSize rows (distinct keys) after which the buffer is written at once, at least 1
 * @param flushInterval longest time that a row waits in the buffer, positive; and shortest time between transactions that
 *     are due to event time alone
 * @param initialBackoff wait before the second attempt, positive; it doubles with each further one
 * @param maxBackoff longest wait between attempts, at least initialBackoff
 * @param giveUpAfter time of failing attempts after which the writer throws, so that Flink restarts the job from its last
 *     checkpoint; positive, and best shorter than the checkpoint timeout
 */
public record SinkOptions(
        int batchSize, Duration flushInterval, Duration initialBackoff, Duration maxBackoff, Duration giveUpAfter)
        implements Serializable {
    /** 5,000 rows, 1 s, attempts after 100 ms doubling up to 5 s, giving up after 1 min. */
    public static final SinkOptions DEFAULT = new SinkOptions(
            5_000, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(1));

    public SinkOptions {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize: " + batchSize + " (expected: >= 1)");
        }
        requirePositive(flushInterval, "flushInterval");
        requirePositive(initialBackoff, "initialBackoff");
        requirePositive(maxBackoff, "maxBackoff");
        requirePositive(giveUpAfter, "giveUpAfter");
        if (maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "maxBackoff: " + maxBackoff + " (expected: >= initialBackoff, " + initialBackoff + ")");
        }
    }

    private static void requirePositive(Duration value, String name) {
        requireNonNull(value, name);
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1 ms)");
        }
    }
}
