/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

/**
 * Weighted counts of scores by bin.
 *
 * @param first the bin of the first weight
 * @param weights of the bins from there on
 * @param squares the sum of the squared weights of the single scores
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WeightedScores(int first, double[] weights, double squares) {

    /** The sum of all weights. */
    double total() {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** As many equally weighted scores would say as much (Kish 1965): (sum of w)^2 / sum of w^2. */
    double effectiveCount() {
        double sum = total();
        return sum == 0 ? 0 : sum * sum / squares;
    }
}
