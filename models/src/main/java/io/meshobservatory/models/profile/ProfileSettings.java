/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * How profiles learn, and how large something must be to be noticed. Immutable.
 *
 * @param warmUpMillis a node or edge that is younger is not judged at all; default 1 h
 * @param matureMillis from this age on an edge is judged by its own history; default 24 h
 * @param releaseMillis how long what is signalled is kept out of the baselines; if it goes on for as long, it is the new
 *     normal; default 24 h
 * @param forgetMillis edges, versions and principals that are not seen for so long are forgotten; default 14 days
 * @param deployMillis for so long after a new version of a node appeared, what the new version does for the first time is
 *     explained by it; default 1 h
 * @param memoryMinutes how many active minutes a baseline remembers; default 4,320 (three days)
 * @param maxEdges how many edges a node remembers in each direction; default 2,000; the least recently used go first
 * @param maxSignalsPerMinute how many signals a node gives in a minute, the strongest first; default 8
 * @param minCallsForFeatures with fewer calls in a minute, both ways, a node has no features; default 5
 * @param gates how large things must be
 */
public record ProfileSettings(
        long warmUpMillis,
        long matureMillis,
        long releaseMillis,
        long forgetMillis,
        long deployMillis,
        int memoryMinutes,
        int maxEdges,
        int maxSignalsPerMinute,
        int minCallsForFeatures,
        Gates gates)
        implements Serializable {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    public ProfileSettings {
        requireNonNull(gates, "gates");
        requirePositive("warmUpMillis", warmUpMillis);
        requirePositive("matureMillis", matureMillis);
        requirePositive("releaseMillis", releaseMillis);
        requirePositive("forgetMillis", forgetMillis);
        requirePositive("memoryMinutes", memoryMinutes);
        requirePositive("maxEdges", maxEdges);
        requirePositive("maxSignalsPerMinute", maxSignalsPerMinute);
        if (matureMillis < warmUpMillis) {
            throw new IllegalArgumentException(
                    "matureMillis: " + matureMillis + " (expected: at least warmUpMillis, " + warmUpMillis + ")");
        }
    }

    /** What is used where nothing is configured. */
    public static ProfileSettings defaults() {
        return new ProfileSettings(HOUR, DAY, DAY, 14 * DAY, HOUR, 3 * 24 * 60, 2_000, 8, 5, Gates.defaults());
    }

    /** The same with other gates. */
    public ProfileSettings withGates(Gates other) {
        return new ProfileSettings(
                warmUpMillis,
                matureMillis,
                releaseMillis,
                forgetMillis,
                deployMillis,
                memoryMinutes,
                maxEdges,
                maxSignalsPerMinute,
                minCallsForFeatures,
                other);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }
}
