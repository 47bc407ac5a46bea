/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ways of single steps. */
class WaysTest {
    @Test
    @DisplayName("equals walking from each position by itself, circles and dead ends included")
    void equalsWalking() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            int[] steps = new int[random.nextInt(12)];
            for (int i = 0; i < steps.length; i++) {
                int step = random.nextInt(steps.length + 2);
                steps[i] = step == steps.length ? Ways.END : step > steps.length ? Ways.NONE : step;
            }
            int[] expected = new int[steps.length];
            for (int i = 0; i < steps.length; i++) {
                expected[i] = walk(steps, i);
            }
            assertThat(Ways.ends(steps)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static int walk(int[] steps, int start) {
        int at = start;
        for (int i = 0; i <= steps.length; i++) {
            if (steps[at] < 0) {
                return steps[at] == Ways.END ? at : Ways.NONE;
            }
            at = steps[at];
        }
        return Ways.NONE;
    }
}
