/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestTrainerTest {
    private static final double[][] ROWS = TestRows.normal(3000, 4, 1);

    @Test
    @DisplayName("each tree is grown on 256 rows, whatever there is")
    void samples() {
        ForestModel model = train(ROWS, 1);
        assertThat(model.forest().sampleSize()).isEqualTo(256);
        assertThat(model.forest().size()).isEqualTo(100);
        assertThat(model.summary().maxDepth()).isEqualTo(8);
        // 256 rows at depth 8 leave at most 2 * 256 - 1 nodes in each tree; all 3000 rows would leave more
        assertThat(model.forest().nodes()).isLessThan(100 * 511);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 100, 255, 256, 257})
    @DisplayName("fewer rows make a smaller sample, and scores that still rank")
    void fewRows(int count) {
        ForestModel model = train(TestRows.normal(count, 4, 5), 1);
        assertThat(model.forest().sampleSize()).isEqualTo(Math.min(256, count));
        double usual = model.rawScore(new double[] {0, 1, 2, 3});
        double odd = model.rawScore(new double[] {9, 90, 900, 9000});
        assertThat(usual).isBetween(0.2, 0.55);
        assertThat(odd).isGreaterThan(0.6).isLessThanOrEqualTo(1);
    }

    @Test
    @DisplayName("fewer rows than 16 are refused")
    void tooFewRows() {
        assertThatThrownBy(() -> train(TestRows.normal(15, 4, 1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows: 15 (expected: at least 16)");
    }

    @Test
    @DisplayName("a row of another length is refused, with its number")
    void wrongRow() {
        double[][] rows = ROWS.clone();
        rows[12] = new double[3];
        assertThatThrownBy(() -> train(rows, 1)).hasMessageContaining("row 12 has 3 values (expected: 4");
    }

    @Test
    @DisplayName("the same rows and seed give the same bytes, another seed others")
    void repeatable() {
        byte[] first = train(ROWS, 1).toBytes();
        assertThat(train(ROWS, 1).toBytes()).isEqualTo(first);
        assertThat(train(ROWS, 2).toBytes()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    @DisplayName("a missing value is as good as the median, and counted")
    void missingValues(double missing) {
        ForestModel model = train(ROWS, 1);
        double median = model.summary().columns().get(2).median();
        ForestScore with = model.score(new double[] {0.5, 1, median, 3});
        ForestScore without = model.score(new double[] {0.5, 1, missing, 3});
        assertThat(without.raw()).isEqualTo(with.raw());
        assertThat(without.missingValues()).isEqualTo(1);
        assertThat(with.missingValues()).isZero();
    }

    @Test
    @DisplayName("missing values in the training are counted and do not make their rows anomalies")
    void missingInTraining() {
        double[][] rows = TestRows.normal(3000, 4, 1);
        for (int i = 0; i < rows.length; i += 3) {
            rows[i][1] = Double.NaN;
        }
        ForestModel model = train(rows, 1);
        assertThat(model.summary().missingValues()).isEqualTo(1000);
        assertThat(model.summary().columns().get(1).missing()).isEqualTo(1000);
        assertThat(model.rawScore(new double[] {0, Double.NaN, 2, 3})).isLessThan(0.5);
    }

    @Test
    @DisplayName("the greatest numbers there are do not overflow")
    void greatestNumbers() {
        double[][] rows = TestRows.normal(500, 4, 1);
        rows[7] = new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, Double.MAX_VALUE};
        ForestModel model = train(rows, 1);
        assertThat(model.rawScore(rows[7])).isGreaterThan(0.6).isLessThanOrEqualTo(1);
        assertThat(model.rawScore(rows[8])).isLessThan(0.6);
    }

    @Test
    @DisplayName("as many constant columns as others change the ranking little: trees grow deeper instead")
    void constantColumns() {
        Random random = new Random(11);
        double[][] plain = TestRows.normal(2000, 4, 9);
        double[][] padded = new double[plain.length][];
        for (int i = 0; i < plain.length; i++) {
            if (i % 50 == 0) {
                int column = random.nextInt(4);
                plain[i][column] += 4 * Math.pow(10, column);
            }
            padded[i] = Arrays.copyOf(plain[i], 8);
        }
        ForestModel without = train(plain, 1);
        ForestModel with = new ForestTrainer().train(1, TestRows.schema(8), padded, ForestSettings.ofSeed(1), 0);
        assertThat(with.summary().maxDepth()).isEqualTo(16);
        assertThat(anomaliesAhead(with, padded)).isCloseTo(anomaliesAhead(without, plain), within(0.05));
    }

    @Test
    @DisplayName("a value where no row ever had one is isolated, though the column was constant")
    void noveltyInConstantColumn() {
        double[][] normal = TestRows.normal(1000, 3, 9);
        double[][] rows = new double[1000][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(normal[i], 4);
        }
        ForestModel model = train(rows, 1);
        double usual = model.rawScore(new double[] {0, 1, 2, 0});
        assertThat(model.rawScore(new double[] {0, 1, 2, 1})).isGreaterThan(usual + 0.1);
    }

    @Test
    @DisplayName("rows that are all equal, and rows without any value, can be trained on")
    void degenerateRows() {
        double[][] equal = new double[300][4];
        ForestModel model = train(equal, 1);
        assertThat(model.rawScore(new double[4])).isBetween(0.0, 0.5);
        for (double[] row : equal) {
            Arrays.fill(row, Double.NaN);
        }
        model = train(equal, 1);
        assertThat(model.summary().missingValues()).isEqualTo(1200);
        assertThat(model.rawScore(equal[0])).isBetween(0.0, 0.5);
    }

    @Test
    @DisplayName("new benign rows exceed the 99th percentile of the training as often as they should")
    void scoresOfOthers() {
        ForestModel model = train(TestRows.normal(4096, 4, 21), 1);
        double threshold = model.summary().scores().percentile99();
        long above = Arrays.stream(TestRows.normal(20_000, 4, 22))
                .filter(row -> model.rawScore(row) >= threshold)
                .count();
        assertThat(above / 20_000.0).isBetween(0.004, 0.02);
    }

    private static ForestModel train(double[][] rows, long seed) {
        return new ForestTrainer().train(1, TestRows.schema(4), rows, ForestSettings.ofSeed(seed), 0);
    }

    /** How many pairs of an anomaly (each fiftieth row) and another row are ranked right. */
    private static double anomaliesAhead(ForestModel model, double[][] rows) {
        double[] scores = Arrays.stream(rows).mapToDouble(model::rawScore).toArray();
        long pairs = 0;
        long right = 0;
        for (int i = 0; i < rows.length; i += 50) {
            for (int j = 0; j < rows.length; j++) {
                if (j % 50 != 0) {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : 0;
                }
            }
        }
        return right / (double) pairs;
    }
}
