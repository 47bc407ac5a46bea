/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {
    private static final int TRIES = 20_000;

    private final SeededRandom random = new SeededRandom(5);

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.7, 5, 29, 31, 400, 1e6})
    @DisplayName("Poisson: mean and variance are the mean, on both sides of the change to the normal distribution")
    void poissonHasItsMeanAndVariance(double mean) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < TRIES; i++) {
            double drawn = Draws.poisson(mean, random);
            sum += drawn;
            squares += (drawn - mean) * (drawn - mean);
        }
        double error = 5 * Math.sqrt(mean / TRIES);
        assertThat(sum / TRIES).isCloseTo(mean, within(error));
        assertThat(squares / TRIES).isCloseTo(mean, within(mean * 0.1 + 0.01));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "10, 0.03", "10, 0.97", "200, 0.1", "1000, 0.4", "1000000, 0.0001", "1000000, 0.9"})
    @DisplayName("Binomial: mean and variance are right, and no count is impossible")
    void binomialHasItsMeanAndVariance(long trials, double probability) {
        double mean = trials * probability;
        double variance = mean * (1 - probability);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < TRIES; i++) {
            long drawn = Draws.binomial(trials, probability, random);
            assertThat(drawn).isBetween(0L, trials);
            sum += drawn;
            squares += (drawn - mean) * (drawn - mean);
        }
        assertThat(sum / TRIES).isCloseTo(mean, within(5 * Math.sqrt(variance / TRIES)));
        assertThat(squares / TRIES).isCloseTo(variance, within(variance * 0.1 + 0.01));
    }

    @Test
    @DisplayName("What cannot happen never does, and what must happen always does")
    void extremesAreExact() {
        assertThat(Draws.poisson(0, random)).isZero();
        assertThat(Draws.poisson(-3, random)).isZero();
        assertThat(Draws.binomial(7, 0, random)).isZero();
        assertThat(Draws.binomial(7, 1, random)).isEqualTo(7);
        assertThat(Draws.binomial(7, 1 + 1e-12, random)).isEqualTo(7);
        assertThat(Draws.binomial(0, 0.5, random)).isZero();
        assertThat(Draws.uniformSum(0, 1_000, 0.5, random)).isZero();
        assertThat(Draws.uniformSum(9, 1_000, 0, random)).isEqualTo(9_000);
    }

    @Test
    @DisplayName("The sum of many sizes has the mean and deviation of as many drawn one by one")
    void sumsOfSizes() {
        double one = 0;
        double many = 0;
        double squares = 0;
        for (int i = 0; i < TRIES; i++) {
            long single = Draws.uniformSum(1, 1_000, 0.5, random);
            assertThat(single).isBetween(500L, 1_500L);
            one += single;
            double sum = Draws.uniformSum(12, 1_000, 0.5, random);
            many += sum;
            squares += (sum - 12_000) * (sum - 12_000);
        }
        assertThat(one / TRIES).isCloseTo(1_000, within(15.0));
        assertThat(many / TRIES).isCloseTo(12_000, within(50.0));
        // uniform over a width of 1,000: a variance of 1,000²/12 each
        assertThat(squares / TRIES).isCloseTo(1_000_000, within(60_000.0));
    }
}
