/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;

/**
 * How Alertmanager is kept up to date. All times are real time.
 *
 * @param resendEvery how often an open alert is told again, positive
 * @param expiresAfter after which Alertmanager takes an alert for ended unless it is told again, at least twice resendEvery
 * @param requestTimeout after which a request counts as failed, positive
 * @param maxBackoff longest wait after failed requests, at least 1 s; the wait begins with 1 s and doubles
 * @param giveUpAfter how long the end of an alert is tried to be told, positive; later it has expired there anyway
 * @param forgetAfter how long an open alert without news is told, positive
 */
public record AlertmanagerOptions(
        Duration resendEvery,
        Duration expiresAfter,
        Duration requestTimeout,
        Duration maxBackoff,
        Duration giveUpAfter,
        Duration forgetAfter)
        implements Serializable {
    /** Told every minute, expiring after 5 min; requests of 5 s; waits up to 30 s; ends tried for 15 min; forgotten after 24 h. */
    public static final AlertmanagerOptions DEFAULT = new AlertmanagerOptions(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofHours(24));

    public AlertmanagerOptions {
        requirePositive(resendEvery, "resendEvery");
        requirePositive(expiresAfter, "expiresAfter");
        requirePositive(requestTimeout, "requestTimeout");
        requirePositive(maxBackoff, "maxBackoff");
        requirePositive(giveUpAfter, "giveUpAfter");
        requirePositive(forgetAfter, "forgetAfter");
        if (expiresAfter.compareTo(resendEvery.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "expiresAfter: " + expiresAfter + " (expected: at least twice resendEvery, " + resendEvery + ")");
        }
        if (maxBackoff.toMillis() < 1_000) {
            throw new IllegalArgumentException("maxBackoff: " + maxBackoff + " (expected: >= 1 s)");
        }
    }

    private static void requirePositive(Duration value, String name) {
        requireNonNull(value, name);
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1 ms)");
        }
    }
}
