/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long BEGIN = 1_767_571_200_000L;
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    @Test
    @DisplayName("Ticks come once in every period, never farther from their moment than the jitter allows")
    void ticksHaveTheirJitter() {
        Pace pace = Pace.regular(BEGIN, BEGIN + 60 * MINUTE, 30_000, 0.1);
        List<Long> moments = arrivals(pace, BEGIN, BEGIN + 60 * MINUTE);
        assertThat(moments).hasSize(120);
        for (int i = 0; i < moments.size(); i++) {
            assertThat(moments.get(i) - BEGIN).isBetween(i * 30_000L + 12_000, i * 30_000L + 18_000);
        }
    }

    @Test
    @DisplayName("Both modes see the same ticks: minutes are counted as their seconds are listed")
    void countsAreThoseOfTheMoments() {
        Pace pace = Pace.regular(BEGIN + 1_234, BEGIN + 50 * MINUTE + 77, 7_000, 0.5);
        SeededRandom random = new SeededRandom(1);
        for (long minute = BEGIN; minute < BEGIN + 60 * MINUTE; minute += MINUTE) {
            assertThat(pace.count(minute, minute + MINUTE, 3, random))
                    .isEqualTo(arrivals(pace, minute, minute + MINUTE).size());
        }
    }

    @Test
    @DisplayName("What is repeated happens at its hour of every day, and at no other time")
    void repeatsDaily() {
        Pace pace = Pace.poisson(BEGIN + 3 * 60 * MINUTE, BEGIN + 7 * DAY, 2).repeating(20 * MINUTE, DAY);
        SeededRandom random = new SeededRandom(1);
        for (int day = 0; day < 7; day++) {
            long three = BEGIN + day * DAY + 3 * 60 * MINUTE;
            assertThat(pace.expected(three, three + 20 * MINUTE)).isEqualTo(2_400, within(1e-6));
            assertThat(pace.expected(three - MINUTE, three + MINUTE)).isEqualTo(120, within(1e-6));
            assertThat(pace.count(three + 20 * MINUTE, three + DAY, 1, random)).isZero();
            assertThat(pace.count(three, three + MINUTE, 1, random)).isPositive();
        }
        assertThat(pace.isActive(BEGIN, BEGIN + 3 * 60 * MINUTE)).isFalse();
        assertThat(pace.isActive(BEGIN + 8 * DAY, BEGIN + 9 * DAY)).isFalse();
    }

    @Test
    @DisplayName(
            "A Poisson stream has its rate, nothing before its begin or after its end, and the same for equal seeds")
    void poissonHasItsRate() {
        Pace pace = Pace.poisson(BEGIN + 500, BEGIN + 10 * MINUTE + 500, 5);
        List<Long> moments = arrivals(pace, BEGIN - MINUTE, BEGIN + 20 * MINUTE);
        assertThat((double) moments.size()).isCloseTo(3_000, within(5 * Math.sqrt(3_000)));
        assertThat(arrivals(pace, BEGIN - MINUTE, BEGIN + 20 * MINUTE)).isEqualTo(moments);
        assertThat(moments).allMatch(moment -> moment >= BEGIN && moment < BEGIN + 10 * MINUTE + 1_000);
    }

    @Test
    @DisplayName("A ramp rises from nothing, and falls again at the end")
    void ramps() {
        Pace pace = Pace.poisson(BEGIN, BEGIN + 10 * MINUTE, 10).ramping(2 * MINUTE);
        assertThat(pace.expected(BEGIN, BEGIN + MINUTE)).isCloseTo(150, within(1.0));
        assertThat(pace.expected(BEGIN + 5 * MINUTE, BEGIN + 6 * MINUTE)).isCloseTo(600, within(1e-6));
        assertThat(pace.expected(BEGIN + 9 * MINUTE, BEGIN + 10 * MINUTE)).isCloseTo(150, within(1.0));
    }

    @Test
    @DisplayName("What cannot be is refused with what was expected")
    void refusesNonsense() {
        assertThatThrownBy(() -> Pace.poisson(BEGIN, BEGIN + 1, 0)).hasMessageContaining("perSecond: 0.0");
        assertThatThrownBy(() -> Pace.poisson(BEGIN, BEGIN - 1, 1)).hasMessageContaining("expected: an end after");
        assertThatThrownBy(() -> Pace.regular(BEGIN, BEGIN + 1, 10, 0.6)).hasMessageContaining("jitter: 0.6");
        assertThatThrownBy(() -> Ending.answered(Size.NONE).with(Verdict.NOT_FOUND, 1.5))
                .hasMessageContaining("expected: ratios that are 1 together");
    }

    private static List<Long> arrivals(Pace pace, long from, long to) {
        List<Long> millis = new ArrayList<>();
        for (long second = from / 1_000; second < to / 1_000; second++) {
            pace.arrivals(second, 3, nanos -> millis.add(nanos / 1_000_000));
        }
        millis.sort(null);
        return millis;
    }
}
