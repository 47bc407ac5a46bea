/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.api.time.TimeRange;
import io.meshobservatory.core.window.WindowSize;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RangeViewTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");
    private static final TimeRange LAST_MINUTES = TimeRange.aligned(NOW.minusSeconds(300), NOW, WindowSize.TEN_SECONDS);

    /** The window that ends at 10:20:00 is not written yet: its calls are missing, so its seconds must be too. */
    @Test
    void ratesLeaveOutWindowsThatAreStillOnTheirWay() {
        RangeView view = view(LAST_MINUTES, NOW.minusSeconds(17));

        assertThat(view.rateSeconds()).isEqualTo(290.0);
        assertThat(view.dataUntil()).isEqualTo("2026-11-21T10:19:50Z");
    }

    @Test
    void ratesFallWhenNothingComesAnyMore() {
        assertThat(view(LAST_MINUTES, NOW.minusSeconds(200)).rateSeconds()).isEqualTo(277.0);
    }

    @Test
    void aRangeInThePastIsDividedByItsWholeLength() {
        TimeRange past = TimeRange.aligned(NOW.minusSeconds(7200), NOW.minusSeconds(3600), WindowSize.ONE_MINUTE);

        assertThat(view(past, NOW.minusSeconds(5000)).rateSeconds()).isEqualTo(61 * 60.0);
    }

    @Test
    void aRangeAheadOfTheClockIsDividedByItsWholeLength() {
        TimeRange future = TimeRange.aligned(NOW.plusSeconds(600), NOW.plusSeconds(660), WindowSize.TEN_SECONDS);

        assertThat(RangeView.of(future, OptionalLong.empty(), Clock.fixed(NOW, ZoneOffset.UTC))
                        .rateSeconds())
                .isEqualTo(70.0);
    }

    private static RangeView view(TimeRange range, Instant dataUntil) {
        return RangeView.of(range, OptionalLong.of(dataUntil.toEpochMilli()), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
