/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralisedParetoTest {
    @ParameterizedTest
    @ValueSource(doubles = {-0.5, -0.2, 0, 0.2, 0.5})
    @DisplayName("the fit finds shape and scale again")
    void fits(double shape) {
        GeneralisedPareto truth = new GeneralisedPareto(shape, 0.02);
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            double[] excesses = new double[5000];
            Arrays.setAll(excesses, i -> truth.excess(1 - random.nextDouble()) + 1e-12);
            Arrays.sort(excesses);
            double[] weights = new double[excesses.length];
            Arrays.fill(weights, 0.25);
            GeneralisedPareto fitted = GeneralisedPareto.fit(excesses, weights, excesses.length);
            assertThat(fitted.shape()).isCloseTo(shape, within(0.07));
            assertThat(fitted.scale()).isCloseTo(0.02, within(0.002));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, -1e-12, 0, 1e-12, 0.5})
    @DisplayName("the excess for a share is the inverse of the survival")
    void inverse(double shape) {
        GeneralisedPareto tail = new GeneralisedPareto(shape, 3);
        for (double share = 1; share > 1e-6; share /= 3) {
            assertThat(tail.survival(tail.excess(share))).isCloseTo(share, within(1e-9 * share));
        }
    }

    @Test
    @DisplayName("a tail of negative shape ends")
    void ends() {
        GeneralisedPareto tail = new GeneralisedPareto(-0.5, 1);
        assertThat(tail.survival(1.99)).isPositive();
        assertThat(tail.survival(2)).isZero();
        assertThat(tail.survival(100)).isZero();
    }

    @Test
    @DisplayName("one excess, and equal ones, can be fitted")
    void degenerate() {
        assertThat(GeneralisedPareto.fit(new double[] {0.1}, new double[] {1}, 1)
                        .survival(0.1))
                .isBetween(0.0, 0.8);
        assertThat(GeneralisedPareto.fit(new double[] {0.1}, new double[] {500}, 500)
                        .survival(10))
                .isLessThan(1e-6);
    }
}
