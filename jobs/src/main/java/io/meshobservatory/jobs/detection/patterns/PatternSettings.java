/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import java.io.Serializable;
import java.time.Duration;

/**
 * How far apart the signals of a pattern may be, and how strong those that stand alone must be. Immutable.
 *
 * @param moving for hops of lateral movement
 * @param stealing from reading to sending
 * @param loggingIn from refusals to success, and from a principal's new place to what it does there
 * @param probing between denials of the same workload
 * @param persisting between signals of minutes that go on
 * @param overwhelming how strong a signal must be to mean something without others, 0 to 1
 * @param mostCrowd how many workloads may show a signal within a quarter of an hour; beyond it is a matter of the mesh
 */
public record PatternSettings(
        Duration moving,
        Duration stealing,
        Duration loggingIn,
        Duration probing,
        Duration persisting,
        double overwhelming,
        int mostCrowd)
        implements Serializable {
    public PatternSettings {
        requirePositive("hops of lateral movement", moving);
        requirePositive("reading and sending", stealing);
        requirePositive("refusals and success", loggingIn);
        requirePositive("denials", probing);
        requirePositive("minutes that go on", persisting);
        if (!(overwhelming > 0 && overwhelming <= 1)) {
            throw new IllegalArgumentException(
                    "strength that stands alone: " + overwhelming + " (expected: above 0, at most 1)");
        }
        if (mostCrowd < 1) {
            throw new IllegalArgumentException("crowd: " + mostCrowd + " (expected: at least 1)");
        }
    }

    /** Four hours for hops, two for stealing, one for logins and probes, ten minutes for what goes on. */
    public static PatternSettings defaults() {
        return new PatternSettings(
                Duration.ofHours(4),
                Duration.ofHours(2),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                0.9999,
                10);
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "time between " + what + ": " + value + " (expected: more than nothing)");
        }
    }
}
