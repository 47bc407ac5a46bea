/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

/**
 * Asks for a threshold to be exceeded in k of the last n windows. The history is a number that the caller keeps for
 * each entity: 0 to begin with, one bit for each window, the newest lowest.
 *
 * @param k how many exceedances make it; 1 to n
 * @param n of how many windows; 1 to 63
 */
public record Persistence(int k, int n) {
    public Persistence {
        if (n < 1 || n > 63 || k < 1 || k > n) {
            throw new IllegalArgumentException(k + " of " + n + " windows (expected: 1 <= k <= n <= 63)");
        }
    }

    /** The history after one more window. */
    public long next(long history, boolean exceeded) {
        return ((history << 1) | (exceeded ? 1 : 0)) & ((1L << n) - 1);
    }

    /** The history after so many windows in which the entity was not seen. */
    public long skip(long history, long windows) {
        return windows >= n ? 0 : (history << windows) & ((1L << n) - 1);
    }

    /** Whether the history has k exceedances. */
    public boolean isMet(long history) {
        return Long.bitCount(history) >= k;
    }

    /**
     * How often k of n windows exceed a threshold of this p-value, if windows are independent. Windows that follow
     * each other are not quite, so that it happens oftener than that.
     */
    public double chance(double pValue) {
        double chance = 0;
        double combinations = 1;
        for (int hits = 0; hits <= n; hits++) {
            if (hits >= k) {
                chance += combinations * Math.pow(pValue, hits) * Math.pow(1 - pValue, n - hits);
            }
            combinations = combinations * (n - hits) / (hits + 1);
        }
        return Math.min(1, chance);
    }
}
