/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static io.meshobservatory.core.metric.Points.HOUR_MILLIS;
import static io.meshobservatory.core.metric.Points.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowSpreadTest {
    private static final long LATENESS = 120_000;

    @Test
    @DisplayName("an interval over three windows gives each its part")
    void spreads() {
        WindowSpread spread = spread(5, 25, 29.999);
        assertThat(starts(spread)).containsExactly(0L, 10L, 20L);
        assertThat(shares(spread, 20)).containsExactly(5L, 10L, 5L);
        assertThat(shares(spread, 1)).containsExactly(0L, 0L, 1L);
        assertThat(spread.firstMillis(0)).isEqualTo(HOUR_MILLIS + 5_000);
        assertThat(spread.lastMillis(0)).isEqualTo(HOUR_MILLIS + 9_999);
        assertThat(spread.lastMillis(2)).isEqualTo(HOUR_MILLIS + 24_999);
    }

    @Test
    @DisplayName("an interval that ends where a window begins does not touch that window")
    void endsBeforeTheNextWindow() {
        assertThat(starts(spread(0, 10, 9.999))).containsExactly(0L);
    }

    @Test
    @DisplayName("no more than the allowed lateness takes part, and nothing is lost")
    void leavesClosedWindowsAlone() {
        WindowSpread spread = spread(-1000, 25, 29.999);
        assertThat(starts(spread)).hasSize(12).startsWith(-90L).endsWith(20L);
        assertThat(shares(spread, 1_000_000).stream().mapToLong(Long::longValue).sum())
                .isEqualTo(1_000_000);
    }

    @Test
    @DisplayName("an increase whose windows are all closed cannot be spread")
    void refusesWhatIsTooLate() {
        assertThat(at(0, 10, 129.998)).isNotNull();
        assertThat(at(0, 10, 129.999)).isNull();
    }

    @Test
    @DisplayName("an increase without an interval belongs to the window before its time")
    void acceptsAMoment() {
        assertThat(starts(spread(20, 20, 29.999))).containsExactly(10L);
        assertThat(shares(spread(20, 20, 29.999), 7)).containsExactly(7L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("the shares always add up, and differ from the even part by less than one")
    void addsUp(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            double from = random.nextDouble() * 300;
            double to = from + random.nextDouble() * (random.nextBoolean() ? 20 : 200);
            long total = random.nextBoolean() ? random.nextInt(50) : random.nextLong() >>> 2;
            WindowSpread spread = spread(from, to, Math.floor(to / 10) * 10 + 9.999);
            List<Long> shares = shares(spread, total);
            assertThat(shares.stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
            assertThat(shares).allMatch(share -> share >= 0);
            if (total < 50) {
                long millis = spread.lastMillis(spread.windows() - 1) + 1 - spread.firstMillis(0);
                for (int window = 0; window < spread.windows(); window++) {
                    double even =
                            (double) total * (spread.lastMillis(window) + 1 - spread.firstMillis(window)) / millis;
                    assertThat(Math.abs(shares.get(window) - even)).isLessThan(1);
                }
            }
        }
    }

    private static WindowSpread spread(double from, double to, double now) {
        WindowSpread spread = at(from, to, now);
        assertThat(spread).isNotNull();
        return spread;
    }

    private static @Nullable WindowSpread at(double from, double to, double now) {
        Increase increase = new Increase(nanos(from), nanos(to), Reading.count(1));
        return WindowSpread.of(increase, HOUR_MILLIS + Math.round(now * 1000), LATENESS);
    }

    private static List<Long> starts(WindowSpread spread) {
        List<Long> starts = new ArrayList<>();
        for (int window = 0; window < spread.windows(); window++) {
            starts.add((spread.windowStartMillis(window) - HOUR_MILLIS) / 1000);
        }
        return starts;
    }

    private static List<Long> shares(WindowSpread spread, long total) {
        List<Long> shares = new ArrayList<>();
        for (int window = 0; window < spread.windows(); window++) {
            shares.add(spread.share(window).applyAsLong(total));
        }
        return shares;
    }
}
