/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PersistenceTest {
    private final Persistence twoOfThree = new Persistence(2, 3);

    @Test
    @DisplayName("two of three windows: the first exceedance waits, the second within reach makes it")
    void kOfN() {
        long history = twoOfThree.next(0, true);
        assertThat(twoOfThree.isMet(history)).isFalse();
        history = twoOfThree.next(history, false);
        assertThat(twoOfThree.isMet(history)).isFalse();
        history = twoOfThree.next(history, true);
        assertThat(twoOfThree.isMet(history)).isTrue();
        history = twoOfThree.next(twoOfThree.next(history, false), false);
        assertThat(twoOfThree.isMet(history)).isFalse();
        assertThat(twoOfThree.next(history, false)).isZero();
    }

    @Test
    @DisplayName("windows in which the entity was not seen pass too")
    void skipped() {
        long history = twoOfThree.next(0, true);
        assertThat(twoOfThree.isMet(twoOfThree.next(twoOfThree.skip(history, 1), true)))
                .isTrue();
        assertThat(twoOfThree.isMet(twoOfThree.next(twoOfThree.skip(history, 2), true)))
                .isFalse();
        assertThat(twoOfThree.skip(7, Long.MAX_VALUE)).isZero();
        assertThat(twoOfThree.skip(5, 0)).isEqualTo(5);
    }

    @Test
    @DisplayName("the chance is the binomial tail")
    void chance() {
        assertThat(new Persistence(1, 1).chance(0.01)).isCloseTo(0.01, within(1e-15));
        assertThat(twoOfThree.chance(0.1)).isCloseTo(3 * 0.01 * 0.9 + 0.001, within(1e-15));
        assertThat(twoOfThree.chance(1)).isEqualTo(1);
        assertThat(new Persistence(63, 63).chance(1)).isEqualTo(1);
    }

    @Test
    @DisplayName("more hits than windows, or more windows than bits, are refused")
    void refused() {
        assertThatThrownBy(() -> new Persistence(3, 2)).hasMessage("3 of 2 windows (expected: 1 <= k <= n <= 63)");
        assertThatThrownBy(() -> new Persistence(1, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Persistence(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
