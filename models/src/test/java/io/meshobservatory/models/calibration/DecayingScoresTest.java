/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecayingScoresTest {
    private static final long DAY = 24L * 3600 * 1000;

    @Test
    @DisplayName("after one half-life, old scores weigh half")
    void decays() {
        DecayingScores scores = new DecayingScores(DAY);
        for (int i = 0; i < 30_000; i++) {
            scores.add(0.4, 0);
        }
        for (int i = 0; i < 10_000; i++) {
            scores.add(0.6, DAY);
        }
        // 30,000 old ones weigh 15,000; 10,000 of 25,000 are 0.6
        assertThat(scores.calibrate().pValue(0.6)).isCloseTo(0.4, within(1e-9));
        assertThat(scores.size()).isEqualTo(40_000);
        // Kish: 25000^2 / (30000 / 4 + 10000)
        assertThat(scores.calibrate().count()).isCloseTo(35_714.29, within(0.01));
    }

    @Test
    @DisplayName("after six half-lives they are gone, and what comes from then is counted as too old")
    void forgets() {
        DecayingScores scores = new DecayingScores(DAY);
        scores.add(0.9, 0);
        assertThat(scores.add(0.4, 6 * DAY - 1)).isTrue();
        assertThat(scores.size()).isEqualTo(2);
        assertThat(scores.add(0.4, 6 * DAY)).isTrue();
        assertThat(scores.size()).isEqualTo(2);
        assertThat(scores.tooOld()).isZero();
        assertThat(scores.add(0.9, 0)).isFalse();
        assertThat(scores.tooOld()).isEqualTo(1);
        assertThat(scores.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("the order of scores, and how they are split and merged, change no bit")
    void orderDoesNotMatter(long seed) throws IOException {
        Random random = new Random(seed);
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            all.add(new double[] {Math.exp(random.nextGaussian()), random.nextInt((int) (4 * DAY))});
        }
        DecayingScores inOrder = of(all);
        Collections.shuffle(all, random);
        DecayingScores shuffled = of(all);
        DecayingScores merged = of(all.subList(0, 700));
        merged.merge(of(all.subList(700, 3000)));
        assertThat(bytes(shuffled)).isEqualTo(bytes(inOrder));
        assertThat(bytes(merged)).isEqualTo(bytes(inOrder));
        for (double score = 0.1; score < 30; score *= 1.1) {
            assertThat(merged.calibrate().pValue(score))
                    .isEqualTo(inOrder.calibrate().pValue(score));
        }
    }

    @Test
    @DisplayName("what was written is read again, to the byte, and goes on alike")
    void restores() throws IOException {
        Random random = new Random(3);
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            all.add(new double[] {random.nextDouble(), random.nextInt((int) (20 * DAY))});
        }
        DecayingScores scores = of(all);
        assertThat(scores.tooOld()).isPositive();
        DecayingScores restored = read(bytes(scores));
        restored.add(0.7, 20 * DAY);
        scores.add(0.7, 20 * DAY);
        assertThat(bytes(restored)).isEqualTo(bytes(scores));
    }

    @Test
    @DisplayName("the bytes are those of the description")
    void goldenBytes() throws IOException {
        DecayingScores scores = new DecayingScores(4000);
        scores.add(0, 5500);
        scores.add(0, 5600);
        String golden = "01" // format
                + "0000000000000fa0" // half-life 4000 ms
                + "0000000000000000" // none too old
                + "00000001" // one slice
                + "0000000000000005" // from 5000 ms
                + "00000001" // one bin
                + "00000000" + "0000000000000002"; // bin 0, 2 scores
        assertThat(HexFormat.of().formatHex(bytes(scores))).isEqualTo(golden);
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("02" + golden.substring(2))))
                .isInstanceOf(IOException.class)
                .hasMessage("decaying scores of format 2 (expected: 1)");
    }

    @Test
    @DisplayName("what is no score is refused")
    void refused() {
        DecayingScores scores = new DecayingScores(DAY);
        for (double wrong : new double[] {Double.NaN, -0.1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> scores.add(wrong, 0)).hasMessageContaining("(expected: >= 0 and finite)");
        }
        assertThatThrownBy(() -> scores.merge(new DecayingScores(2 * DAY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DecayingScores of(List<double[]> scoresAndTimes) {
        DecayingScores scores = new DecayingScores(DAY);
        scoresAndTimes.forEach(one -> scores.add(one[0], (long) one[1]));
        return scores;
    }

    private static byte[] bytes(DecayingScores scores) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        scores.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DecayingScores read(byte[] bytes) throws IOException {
        return DecayingScores.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
