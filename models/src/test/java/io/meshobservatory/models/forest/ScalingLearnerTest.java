/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScalingLearnerTest {
    @Test
    @DisplayName("normally distributed values are standardised to mean 0 and deviation 1")
    void medianDeviation() {
        Random random = new Random(1);
        ColumnScaling scaling = learn(Transform.IDENTITY, 10_000, i -> 50 + 7 * random.nextGaussian());
        assertThat(scaling.basis()).isEqualTo(ScaleBasis.MEDIAN_DEVIATION);
        assertThat(scaling.median()).isCloseTo(50, within(0.3));
        assertThat(scaling.scale()).isCloseTo(7, within(0.3));
    }

    @Test
    @DisplayName("four rows in ten being attacks move neither centre nor scale far")
    void robust() {
        Random random = new Random(2);
        ColumnScaling scaling =
                learn(Transform.IDENTITY, 10_000, i -> i % 10 < 4 ? 1e12 : 50 + 7 * random.nextGaussian());
        assertThat(scaling.median()).isBetween(50.0, 60.0);
        assertThat(scaling.scale()).isBetween(7.0, 25.0);
    }

    @Test
    @DisplayName(
            "more than half equal: the quartiles' range; nearly all equal: the mean deviation; all equal: one unit")
    void fallbacks() {
        ColumnScaling skewed = learn(Transform.IDENTITY, 100, i -> i < 60 ? 0 : i);
        assertThat(skewed.basis()).isEqualTo(ScaleBasis.QUARTILES);
        assertThat(skewed.scale()).isCloseTo(74.25 / 1.349, within(1e-9));
        ColumnScaling rare = learn(Transform.IDENTITY, 100, i -> i == 99 ? 10 : 0);
        assertThat(rare.basis()).isEqualTo(ScaleBasis.MEAN_DEVIATION);
        assertThat(rare.scale()).isCloseTo(1.2533 * 0.1, within(1e-9));
        ColumnScaling constant = learn(Transform.IDENTITY, 100, i -> 3);
        assertThat(constant.basis()).isEqualTo(ScaleBasis.CONSTANT);
        assertThat(constant)
                .extracting(ColumnScaling::median, ColumnScaling::scale)
                .containsExactly(3.0, 1.0);
        ColumnScaling none = learn(Transform.IDENTITY, 100, i -> Double.NaN);
        assertThat(none.basis()).isEqualTo(ScaleBasis.CONSTANT);
    }

    @Test
    @DisplayName("the logarithm keeps signs and is inverted exactly enough to be shown")
    void logarithm() {
        ColumnScaling scaling = learn(Transform.LOG1P, 1001, i -> i == 0 ? -1e6 : Math.pow(10, i / 100.0));
        assertThat(scaling.expected()).isCloseTo(Math.pow(10, 5), within(1e-6 * 1e5));
        assertThat(scaling.standardise(-1e6)).isNegative();
        assertThat(scaling.standardise(Math.pow(10, 5))).isCloseTo(0, within(1e-9));
    }

    @Test
    @DisplayName("measured: log for heavy tails over decades, else not")
    void measured() {
        Random random = new Random(3);
        assertThat(measured(i -> Math.exp(8 + 2 * random.nextGaussian()))).isEqualTo(Transform.LOG1P);
        assertThat(measured(i -> i % 10 == 0 ? 1e6 : 0)).isEqualTo(Transform.LOG1P);
        assertThat(measured(i -> 100 * random.nextGaussian())).isEqualTo(Transform.IDENTITY);
        assertThat(measured(i -> 100 * random.nextDouble())).isEqualTo(Transform.IDENTITY);
        assertThat(measured(i -> -100 * Math.log(1 - random.nextDouble()))).isEqualTo(Transform.IDENTITY);
        assertThat(measured(i -> random.nextDouble() < 0.01 ? 1 : 0)).isEqualTo(Transform.IDENTITY);
        assertThat(measured(i -> Double.NaN)).isEqualTo(Transform.IDENTITY);
    }

    @Test
    @DisplayName("whatever the value, what the trees see is finite")
    void finite() {
        Scaling scaling = new Scaling(List.of(
                new ColumnScaling(Transform.IDENTITY, 0, Double.MIN_VALUE, ScaleBasis.MEDIAN_DEVIATION),
                new ColumnScaling(Transform.LOG1P, -1e300, 1e-300, ScaleBasis.MEDIAN_DEVIATION)));
        for (double value : new double[] {0, -0.0, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN}) {
            double[] result = new double[2];
            scaling.apply(new double[] {value, value}, result);
            assertThat(result)
                    .as("of %s", value)
                    .satisfies(row -> assertThat(Arrays.stream(row).allMatch(Double::isFinite))
                            .isTrue());
        }
    }

    @Test
    @DisplayName("a row of another length is refused")
    void wrongLength() {
        Scaling scaling = new Scaling(List.of(new ColumnScaling(Transform.IDENTITY, 0, 1, ScaleBasis.CONSTANT)));
        assertThatThrownBy(() -> scaling.apply(new double[2], new double[1]))
                .hasMessage("row of 2 values into 1 (expected: 1)");
    }

    private static Transform measured(IntToDoubleFunction values) {
        return learn(Transform.MEASURED, 10_000, values).transform();
    }

    private static ColumnScaling learn(Transform transform, int count, IntToDoubleFunction values) {
        double[][] rows = new double[count][1];
        for (int i = 0; i < count; i++) {
            rows[i][0] = values.applyAsDouble(i);
        }
        InputSchema schema = new InputSchema(1, List.of(new InputColumn("f", transform)));
        return ScalingLearner.learn(schema, rows).columns().get(0);
    }
}
