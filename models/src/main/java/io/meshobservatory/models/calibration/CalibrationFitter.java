/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import java.util.Arrays;

/**
 * Turns weighted counts into a {@link Calibration}: body by counting, tail by a generalised Pareto fit.
 *
 * <p>The tail begins where a share of the scores is left. Extreme value theory wants it small, the fit wants excesses:
 * 2 % as in the SPOT paper's experiments, down to {@value #LEAST_TAIL} where that still leaves
 * {@value #ENOUGH_EXCESSES} excesses, and up to {@value #GREATEST_TAIL} where 2 % would leave fewer than
 * {@value #FEW_EXCESSES}.
 */
final class CalibrationFitter {
    private static final double USUAL_TAIL = 0.02;
    private static final double LEAST_TAIL = 0.002;
    private static final double GREATEST_TAIL = 0.1;
    private static final double FEW_EXCESSES = 100;
    private static final double ENOUGH_EXCESSES = 1000;

    private CalibrationFitter() {}

    static Calibration fit(WeightedScores scores) {
        double count = scores.effectiveCount();
        if (count == 0) {
            return Calibration.none();
        }
        double[] weights = scores.weights();
        double total = scores.total();
        // survival[i]: the share of scores in this bin or above
        double[] survival = new double[weights.length + 1];
        for (int i = weights.length - 1; i >= 0; i--) {
            survival[i] = survival[i + 1] + weights[i] / total;
        }
        int tail = tailStart(survival, tailShare(count));
        double tailShare = survival[tail];
        double threshold = ScoreBins.lower(scores.first() + tail);
        GeneralisedPareto pareto = fitTail(scores, tail, threshold, count * tailShare);
        double[] body = new double[tail + 1];
        for (int i = 0; i <= tail; i++) {
            body[i] = Math.min(1, survival[i]);
        }
        return new Calibration(scores.first(), body, pareto, count);
    }

    private static double tailShare(double count) {
        double forFit = Math.min(GREATEST_TAIL, FEW_EXCESSES / count);
        double forTheory = Math.max(LEAST_TAIL, ENOUGH_EXCESSES / count);
        return Math.max(forFit, Math.min(USUAL_TAIL, forTheory));
    }

    /** The last bin in which at least this share begins: some score is in it or above. */
    private static int tailStart(double[] survival, double share) {
        int start = 0;
        while (start + 2 < survival.length && survival[start + 1] >= share) {
            start++;
        }
        return start;
    }

    private static GeneralisedPareto fitTail(WeightedScores scores, int tail, double threshold, double count) {
        double[] all = scores.weights();
        double[] excesses = new double[all.length - tail];
        double[] weights = new double[excesses.length];
        int used = 0;
        for (int i = tail; i < all.length; i++) {
            if (all[i] > 0) {
                int bin = scores.first() + i;
                excesses[used] = (ScoreBins.lower(bin) + ScoreBins.upper(bin)) / 2 - threshold;
                weights[used] = all[i];
                used++;
            }
        }
        return GeneralisedPareto.fit(Arrays.copyOf(excesses, used), Arrays.copyOf(weights, used), count);
    }
}
