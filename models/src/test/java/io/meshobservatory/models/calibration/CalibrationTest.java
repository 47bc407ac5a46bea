/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
    private static final long DAY = 24L * 3600 * 1000;

    static Stream<Arguments> distributions() {
        return Stream.of(
                Arguments.argumentSet("exponential", (ToDoubleFunction<Random>) CalibrationTest::exponential),
                Arguments.argumentSet("Pareto of index 3", (ToDoubleFunction<Random>)
                        random -> Math.pow(1 - random.nextDouble(), -1 / 3.0)),
                Arguments.argumentSet("normal, shifted", (ToDoubleFunction<Random>)
                        random -> Math.max(0, 10 + random.nextGaussian())),
                Arguments.argumentSet("triangular, which ends", (ToDoubleFunction<Random>)
                        random -> 1 - Math.sqrt(random.nextDouble())),
                Arguments.argumentSet("like forest scores", (ToDoubleFunction<Random>)
                        random -> 0.35 + 0.4 * (1 - Math.exp(-0.15 * exponential(random)))));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    @DisplayName("of a million new scores, as many exceed the threshold for p as p says, within a factor")
    void falseAlertRate(ToDoubleFunction<Random> distribution) {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Calibration calibration = calibrated(distribution, random, 50_000);
            assertThat(rate(calibration, distribution, random, 1e-2)).isBetween(0.85e-2, 1.15e-2);
            assertThat(rate(calibration, distribution, random, 1e-3)).isBetween(0.7e-3, 1.4e-3);
            assertThat(rate(calibration, distribution, random, 1e-4)).isBetween(0.3e-4, 3e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("distributions")
    @DisplayName("few scores give a wide tail, not a wrong one")
    void fewScores(ToDoubleFunction<Random> distribution) {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            Calibration calibration = calibrated(distribution, random, 1_000);
            assertThat(rate(calibration, distribution, random, 1e-3)).isLessThan(5e-3);
        }
    }

    @ParameterizedTest
    @MethodSource("distributions")
    @DisplayName("the p-value never rises with the score, and has an inverse")
    void monotoneAndInvertible(ToDoubleFunction<Random> distribution) {
        Calibration calibration = calibrated(distribution, new Random(1), 20_000);
        double last = 1;
        for (double score = 0; score < 20; score += 0.0007) {
            double pValue = calibration.pValue(score);
            assertThat(pValue).isLessThanOrEqualTo(last).isPositive();
            last = pValue;
        }
        for (double pValue = 0.9; pValue > calibration.leastPValue(); pValue *= 0.7) {
            double raw = calibration.rawOf(pValue);
            assertThat(calibration.pValue(raw)).isCloseTo(pValue, within(1e-6 * pValue));
        }
    }

    @Test
    @DisplayName("the calibrated score is the p-value in decades: 0.85 is about one in a million")
    void meaning() {
        assertThat(Calibration.scoreOf(1)).isZero();
        assertThat(Calibration.scoreOf(1e-7)).isEqualTo(1);
        assertThat(Calibration.scoreOf(1e-300)).isEqualTo(1);
        assertThat(1 / Calibration.pValueOf(0.85)).isCloseTo(891_251, within(1.0));
        for (double score = 0; score <= 1; score += 0.05) {
            assertThat(Calibration.scoreOf(Calibration.pValueOf(score))).isCloseTo(score, within(1e-12));
        }
        assertThatThrownBy(() -> Calibration.scoreOf(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Calibration.pValueOf(1.01)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("without scores nothing is rare; with n of them nothing rarer than 1 in 100 n")
    void warmsUp() {
        Calibration none = new DecayingScores(DAY).calibrate();
        assertThat(none.pValue(1e9)).isEqualTo(1);
        assertThat(none.score(1e9)).isZero();
        Calibration young = calibrated(CalibrationTest::exponential, new Random(1), 200);
        assertThat(young.pValue(1e9)).isEqualTo(1.0 / 20_000);
        assertThat(young.rawOf(1e-6)).isEqualTo(Double.POSITIVE_INFINITY);
        Calibration grown = calibrated(CalibrationTest::exponential, new Random(1), 200_000);
        assertThat(grown.score(1e9)).isEqualTo(1);
    }

    @Test
    @DisplayName("one score, and many equal ones, are no reason to fail; the equal ones are not rare")
    void degenerate() {
        DecayingScores scores = new DecayingScores(DAY);
        scores.add(0.5, 0);
        assertThat(scores.calibrate().pValue(0.5)).isEqualTo(1);
        assertThat(scores.calibrate().pValue(1e6)).isEqualTo(0.01);
        for (int i = 0; i < 10_000; i++) {
            scores.add(0.5, 0);
        }
        Calibration equal = scores.calibrate();
        assertThat(equal.pValue(0.5)).isEqualTo(1);
        assertThat(equal.pValue(0.51)).isLessThan(1e-4);
        scores.add(0, 0);
        assertThat(scores.calibrate().pValue(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("a value that one score in twenty has is never rarer than that")
    void atoms() {
        Random random = new Random(4);
        Calibration calibration =
                calibrated(source -> source.nextInt(20) == 0 ? 0.9 : 0.4 + 0.1 * source.nextDouble(), random, 20_000);
        assertThat(calibration.pValue(0.9)).isBetween(0.045, 0.06);
    }

    @Test
    @DisplayName("a threshold is exceeded as often as it says: five times in 100,000")
    void threshold() {
        Random random = new Random(8);
        Calibration calibration = calibrated(CalibrationTest::exponential, random, 100_000);
        double days = 20;
        long exceeded = 0;
        for (int i = 0; i < days * 100_000; i++) {
            exceeded += calibration.score(exponential(random)) > Calibration.scoreOf(5e-5) ? 1 : 0;
        }
        assertThat(exceeded / days).isBetween(2.0, 10.0);
    }

    private static double exponential(Random random) {
        return -Math.log(1 - random.nextDouble());
    }

    private static Calibration calibrated(ToDoubleFunction<Random> distribution, Random random, int count) {
        DecayingScores scores = new DecayingScores(DAY);
        for (int i = 0; i < count; i++) {
            scores.add(distribution.applyAsDouble(random), 0);
        }
        return scores.calibrate();
    }

    private static double rate(
            Calibration calibration, ToDoubleFunction<Random> distribution, Random random, double pValue) {
        double threshold = calibration.rawOf(pValue);
        double[] scores = new double[1_000_000];
        Arrays.setAll(scores, i -> distribution.applyAsDouble(random));
        return Arrays.stream(scores).filter(score -> score >= threshold).count() / 1e6;
    }
}
