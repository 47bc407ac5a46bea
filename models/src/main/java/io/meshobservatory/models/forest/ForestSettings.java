/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/**
 * How a forest is trained.
 *
 * @param trees how many; the error of a score falls with the square root, the cost of a score rises in proportion
 * @param sampleSize rows per tree, fewer where there are fewer; 256 are enough and more mask anomalies (Liu 2008)
 * @param seed of samples and cuts
 * @param scoreHalfLifeMillis after which a score weighs half in the calibration
 */
public record ForestSettings(int trees, int sampleSize, long seed, long scoreHalfLifeMillis) {
    /** Seven days: each hour of the week has been seen once before it weighs half. */
    public static final long SCORE_HALF_LIFE_MILLIS = 7L * 24 * 3600 * 1000;

    public ForestSettings {
        if (trees < 1 || trees > 10_000) {
            throw new IllegalArgumentException("trees: " + trees + " (expected: 1 to 10000)");
        }
        if (sampleSize < ForestTrainer.LEAST_ROWS || sampleSize > 65_536) {
            throw new IllegalArgumentException(
                    "rows per tree: " + sampleSize + " (expected: " + ForestTrainer.LEAST_ROWS + " to 65536)");
        }
        if (scoreHalfLifeMillis <= 0) {
            throw new IllegalArgumentException("half-life of scores: " + scoreHalfLifeMillis + " ms (expected: > 0)");
        }
    }

    /** 100 trees of 256 rows, as published and as in every other implementation. */
    public static ForestSettings ofSeed(long seed) {
        return new ForestSettings(100, 256, seed, SCORE_HALF_LIFE_MILLIS);
    }
}
