/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

/**
 * What a model says of a row.
 *
 * @param raw how easily the row is isolated: in (0, 1], 0.5 is like any other
 * @param pValue how often a benign row scores as high or higher
 * @param calibrated 0 to 1, by the p-value: see {@link io.meshobservatory.models.calibration.Calibration}
 * @param missingValues how many of the row's values were missing and taken as the median
 */
public record ForestScore(double raw, double pValue, double calibrated, int missingValues) {}
