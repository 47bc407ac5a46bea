/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.AlertKind;
import java.io.Serializable;
import java.time.Duration;

/**
 * When stories end, and how many are told. Immutable.
 *
 * @param quiet how long nothing is heard of a story of a quick kind until it is closed
 * @param slowQuiet the same for kinds that take their time: exfiltration, lateral movement, beaconing
 * @param leastConfidence stories below it are not told, 0 to 1; a threshold from {@code mesh_control} goes before it
 * @param anomaliesPerDay how many anomalies without a pattern are told in each cluster and day; the rest is counted
 * @param maxOpen how many stories of a cluster may be open at a time; what goes beyond is counted
 * @param maxEvidence how many pieces of evidence an alert keeps, at least 2: the first and the latest
 */
public record StorySettings(
        Duration quiet, Duration slowQuiet, double leastConfidence, int anomaliesPerDay, int maxOpen, int maxEvidence)
        implements Serializable {
    public StorySettings {
        requirePositive("quiet time", quiet);
        requirePositive("quiet time of slow kinds", slowQuiet);
        if (!(leastConfidence >= 0 && leastConfidence <= 1)) {
            throw new IllegalArgumentException("least confidence: " + leastConfidence + " (expected: 0 to 1)");
        }
        requireAtLeast("anomalies per day", anomaliesPerDay, 0);
        requireAtLeast("open stories", maxOpen, 1);
        requireAtLeast("pieces of evidence", maxEvidence, 2);
    }

    /** A quarter of an hour for quick kinds, two hours for slow ones, five anomalies a day. */
    public static StorySettings defaults() {
        return new StorySettings(Duration.ofMinutes(15), Duration.ofHours(2), 0.5, 5, 500, 20);
    }

    /** How long nothing is heard of a story until it is closed, milliseconds. */
    long quietMillis(AlertKind kind) {
        return switch (kind) {
            case EXFILTRATION, LATERAL_MOVEMENT, BEACONING -> slowQuiet.toMillis();
            case CREDENTIAL_ABUSE, POLICY_PROBING, MTLS_DOWNGRADE, DDOS, ANOMALY -> quiet.toMillis();
        };
    }

    private static void requirePositive(String what, Duration value) {
        requireNonNull(value, what);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: more than nothing)");
        }
    }

    private static void requireAtLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
