/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RankingTest {
    @Test
    @DisplayName("perfect, reversed, and all equal")
    void extremes() {
        boolean[] labels = {true, false, true, false};
        assertThat(Ranking.of(new double[] {9, 1, 8, 2}, labels)).isEqualTo(new Ranking(1, 1));
        assertThat(Ranking.of(new double[] {1, 9, 2, 8}, labels).auroc()).isZero();
        assertThat(Ranking.of(new double[] {5, 5, 5, 5}, labels)).isEqualTo(new Ranking(0.5, 0.5));
    }

    @Test
    @DisplayName("by hand: anomalies at ranks 1 and 3 of 4")
    void byHand() {
        Ranking ranking = Ranking.of(new double[] {4, 3, 2, 1}, new boolean[] {true, false, true, false});
        assertThat(ranking.auroc()).isEqualTo(0.75);
        assertThat(ranking.averagePrecision()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-15));
    }

    @Test
    @DisplayName("equals the definition, pair by pair, on random scores with ties")
    void definition() {
        Random random = new Random(1);
        double[] scores = new double[200];
        boolean[] labels = new boolean[200];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = random.nextInt(5) == 0;
            scores[i] = random.nextInt(20) + (labels[i] ? 3 : 0);
        }
        double pairs = 0;
        double right = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] && !labels[j]) {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(Ranking.of(scores, labels).auroc()).isCloseTo(right / pairs, within(1e-12));
    }
}
