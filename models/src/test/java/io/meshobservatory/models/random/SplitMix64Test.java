/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
    @Test
    @DisplayName("the numbers are those of the published algorithm, as the JDK's are")
    void published() {
        SplitMix64 ours = new SplitMix64(42);
        SplittableRandom theirs = new SplittableRandom(42);
        for (int i = 0; i < 1000; i++) {
            assertThat(ours.nextLong()).isEqualTo(theirs.nextLong());
        }
    }

    @Test
    @DisplayName("a sample has different indexes, each as often as any other")
    void sample() {
        SplitMix64 random = new SplitMix64(1);
        int[] counts = new int[50];
        for (int round = 0; round < 20_000; round++) {
            int[] sample = random.sample(50, 10);
            assertThat(Arrays.stream(sample).distinct().count()).isEqualTo(10);
            for (int index : sample) {
                counts[index]++;
            }
        }
        // 4000 expected, binomial deviation 57: five of them
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(3715, 4285));
        assertThat(random.sample(3, 3)).containsExactlyInAnyOrder(0, 1, 2);
        assertThatThrownBy(() -> random.sample(2, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("neither end of the unit interval occurs")
    void openUnit() {
        assertThat(SplitMix64.toOpenUnit(0)).isPositive();
        assertThat(SplitMix64.toOpenUnit(-1)).isLessThan(1);
    }
}
