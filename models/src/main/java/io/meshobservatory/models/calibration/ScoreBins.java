/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

/**
 * Raw scores to bins of 0.1 % relative width, so that counting loses no more than that of any score.
 *
 * <p>Bin 0 holds all scores up to {@value #LEAST}; bin i from {@code LEAST * G^(i-1)} to {@code LEAST * G^i},
 * G = {@value #GROWTH}; the last one all that are greater still.
 */
final class ScoreBins {
    static final double GROWTH = 1.001;
    static final double LEAST = 1e-6;
    /** The bin of 1e9 and above. */
    static final int LAST = 34_556;

    private static final double LOG_GROWTH = Math.log(GROWTH);

    private ScoreBins() {}

    /** The bin of a score, which is not negative. */
    static int of(double score) {
        if (score <= LEAST) {
            return 0;
        }
        return (int) Math.min(LAST, 1 + (long) (Math.log(score / LEAST) / LOG_GROWTH));
    }

    /** Where a bin begins. */
    static double lower(int bin) {
        return bin == 0 ? 0 : LEAST * Math.exp((bin - 1) * LOG_GROWTH);
    }

    /** Where a bin ends, and the next begins. */
    static double upper(int bin) {
        return lower(bin + 1);
    }
}
