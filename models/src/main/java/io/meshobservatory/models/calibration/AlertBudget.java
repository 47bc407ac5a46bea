/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

/**
 * How many false alerts are bearable, as a threshold.
 *
 * <p>The threshold is the calibrated score that benign entities are expected to exceed so often and no oftener, if
 * each exceedance were an alert. {@link Persistence} and the joining of exceedances into one story only make them
 * fewer.
 *
 * @param alertsPerDay false alerts; greater than 0
 * @param scoresPerDay how many scores are made in a day: entities times windows; greater than 0
 */
public record AlertBudget(double alertsPerDay, double scoresPerDay) {
    public AlertBudget {
        if (!(alertsPerDay > 0) || !(scoresPerDay > 0)) {
            throw new IllegalArgumentException(
                    "budget of " + alertsPerDay + " alerts for " + scoresPerDay + " scores a day (expected: both > 0)");
        }
    }

    /** The share of benign scores that may exceed the threshold: at most 1. */
    public double pValue() {
        return Math.min(1, alertsPerDay / scoresPerDay);
    }

    /**
     * The calibrated score to exceed, from 0 to 1. At 1 the scale ends: a budget of less than one in ten million cannot
     * be kept by the score alone.
     */
    public double threshold() {
        return Calibration.scoreOf(pValue());
    }
}
