/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From raw scores to scores that mean something.
 *
 * <p>{@link io.meshobservatory.models.calibration.DecayingScores} counts recent benign scores and forgets slowly. Its
 * {@link io.meshobservatory.models.calibration.Calibration} says how often a benign score is as high as a given one
 * (the p-value): by counting where there are enough, and beyond by a
 * {@link io.meshobservatory.models.calibration.GeneralisedPareto} tail fitted to the highest ones (peaks over
 * threshold; Siffer et al., Anomaly Detection in Streams with Extreme Value Theory, KDD 2017).
 *
 * <p>The calibrated score is the p-value on a logarithmic scale, {@code -log10(p) / 7}, at most 1:
 *
 * <pre>
 * score   a benign entity reaches it
 * 0.00    always
 * 0.14    once in 10 windows
 * 0.29    once in 100
 * 0.43    once in 1,000
 * 0.57    once in 10,000
 * 0.71    once in 100,000
 * 0.85    once in 891,251: about one in a million
 * 1.00    once in ten million, or less often
 * </pre>
 *
 * {@link io.meshobservatory.models.calibration.Persistence} asks for a score to come back.
 */
@NullMarked
package io.meshobservatory.models.calibration;

import org.jspecify.annotations.NullMarked;
