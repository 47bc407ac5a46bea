/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import java.io.Serializable;

/**
 * How large something must be to be noticed at all, however unusual it is: three calls instead of one are no attack.
 * Immutable.
 *
 * @param unusualScales how many scales from usual a figure must be; default 6
 * @param prevalentSources a destination with so many callers in the mesh is one that everybody calls; default 8
 * @param rareSources a destination with no more callers is rare; default 2
 * @param denied denied calls within ten minutes on a new edge; default 2; on a known one, two and a half times as many
 * @param probeTargets different new destinations or operations within ten minutes that mostly fail; default 3
 * @param readBytes bytes read in a minute; default 1 MB
 * @param readCalls calls to a database in a minute beyond the expected, where sizes are not told; default 50
 * @param newReads calls to a database in a minute of one operation that was never asked for, where sizes are not told;
 *     default 8
 * @param uploadBytes bytes sent in a minute; default 1 MB
 * @param internalUploadBytes bytes sent in a minute to a rare destination inside the mesh, of which there is no history;
 *     default 10 MB
 * @param slowUploadBytes bytes that have added up beyond the expected over a day; default 5 MB
 * @param slowUploadMinutes in how many minutes they were sent; default 12
 * @param regularOccurrences in how many minutes calls must have come to be called regular; default 12
 * @param refused refused calls within ten minutes; default 10
 * @param plainCalls calls in plain text within the hour; default 3
 * @param mutualCalls calls under mutual TLS that make an edge a mutual one; default 300
 * @param floodCalls calls in a minute beyond the expected; default 150
 * @param floodFactor how many times the expected, where the mixture of calls changed, too; default 2.5
 * @param overwhelmingFactor how many times the expected of the busiest hour, whatever the mixture; default 15
 * @param slowMillis how long a slow request takes; default 3,000
 * @param slowCalls how many slow requests in a minute; default 8
 * @param expensiveCalls calls of one operation in a minute beyond the expected; default 20
 * @param expensiveFactor how many times the expected; default 4
 * @param expensiveMillis how much longer than usual requests lasted all together in a minute, those calls as the slowest
 *     twentieth; default 5,000: a twelfth of what one processor does
 */
public record Gates(
        double unusualScales,
        int prevalentSources,
        int rareSources,
        double denied,
        int probeTargets,
        double readBytes,
        double readCalls,
        double newReads,
        double uploadBytes,
        double internalUploadBytes,
        double slowUploadBytes,
        int slowUploadMinutes,
        int regularOccurrences,
        double refused,
        double plainCalls,
        double mutualCalls,
        double floodCalls,
        double floodFactor,
        double overwhelmingFactor,
        double slowMillis,
        double slowCalls,
        double expensiveCalls,
        double expensiveFactor,
        double expensiveMillis)
        implements Serializable {
    private static final double MEGABYTE = 1e6;

    public Gates {
        if (!(unusualScales > 0 && floodFactor > 1 && overwhelmingFactor >= floodFactor && expensiveFactor > 1)) {
            throw new IllegalArgumentException("gates: unusualScales " + unusualScales + ", floodFactor " + floodFactor
                    + ", overwhelmingFactor " + overwhelmingFactor + ", expensiveFactor " + expensiveFactor
                    + " (expected: more than 0, and factors of more than 1, the overwhelming one the greatest)");
        }
    }

    /** What is used where nothing is configured. */
    public static Gates defaults() {
        return new Gates(
                6,
                8,
                2,
                2,
                3,
                MEGABYTE,
                50,
                8,
                MEGABYTE,
                10 * MEGABYTE,
                5 * MEGABYTE,
                12,
                12,
                10,
                3,
                300,
                150,
                2.5,
                15,
                3_000,
                8,
                20,
                4,
                5_000);
    }
}
