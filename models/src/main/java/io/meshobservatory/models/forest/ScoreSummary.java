/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/**
 * Quantiles of the raw scores of the training rows, each row scored by the trees that did not see it.
 *
 * @param median of all rows
 * @param percentile90 exceeded by a tenth of them
 * @param percentile99 exceeded by a hundredth
 * @param percentile999 exceeded by a thousandth
 * @param greatest of all
 */
public record ScoreSummary(
        double median, double percentile90, double percentile99, double percentile999, double greatest) {

    static ScoreSummary of(double[] scores) {
        Quantiles quantiles = Quantiles.of(scores);
        return new ScoreSummary(
                quantiles.median(), quantiles.at(0.9), quantiles.at(0.99), quantiles.at(0.999), quantiles.at(1));
    }
}
