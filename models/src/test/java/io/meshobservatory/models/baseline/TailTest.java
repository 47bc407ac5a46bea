/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tail")
class TailTest {
    @Test
    @DisplayName("is that of Student's t with four degrees of freedom, by the tables")
    void student() {
        assertThat(Tail.strength(2.132)).isCloseTo(0.95, within(1e-4));
        assertThat(Tail.strength(3.747)).isCloseTo(0.99, within(1e-4));
        assertThat(Tail.strength(7.173)).isCloseTo(0.999, within(1e-5));
        assertThat(Tail.strength(0)).isZero();
        assertThat(Tail.strength(Double.NaN)).isZero();
        assertThat(Tail.strength(Double.POSITIVE_INFINITY)).isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("is Poisson's, by direct sums")
    void poisson() {
        for (double mean : new double[] {0.01, 0.5, 3, 20, 80}) {
            double term = Math.exp(-mean);
            double below = 0;
            for (int count = 0; count < 200; count++) {
                double exact = 1 - below;
                double found = Tail.poisson(count, mean);
                if (exact > 1e-9) {
                    assertThat(found).as("%s of %s", count, mean).isCloseTo(exact, within(0.02 * exact + 1e-3));
                }
                if (count > mean + 1 && exact > 1e-9) {
                    assertThat(found / exact).as("%s of %s", count, mean).isBetween(0.99, 1.01);
                }
                below += term;
                term *= mean / (count + 1);
            }
        }
        assertThat(Tail.poisson(0, 5)).isEqualTo(1);
        assertThat(Tail.poisson(5, 0)).isZero();
        assertThat(Tail.poisson(5_000, 4_000)).isLessThan(1e-20);
    }
}
