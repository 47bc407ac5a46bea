/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The hours")
class HoursTest {
    /** A Monday, 00:00 UTC. */
    private static final long MONDAY = 1_767_571_200_000L;

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    @Test
    @DisplayName("of the week begin on Monday")
    void hourOfWeek() {
        assertThat(HourOfWeek.hourOfWeek(MONDAY)).isZero();
        assertThat(HourOfWeek.hourOfWeek(MONDAY - 1)).isEqualTo(167);
        assertThat(HourOfWeek.hourOfWeek(MONDAY + 2 * DAY + 5 * HOUR)).isEqualTo(53);
        assertThat(HourOfWeek.hourOfWeek(0)).as("a Thursday").isEqualTo(72);
    }

    @Test
    @DisplayName("of the week are learned, and borrowed from other days until they are")
    void rhythm() throws IOException {
        HourOfWeek rhythm = new HourOfWeek();
        for (long minute = 0; minute < 3 * 24 * 60; minute++) {
            long time = MONDAY + minute * MINUTE;
            rhythm.learn(time, time % DAY / HOUR == 2 ? 2 : -0.1, 3);
        }
        assertThat(rhythm.offset(MONDAY + 2 * HOUR)).isGreaterThan(1.5);
        assertThat(rhythm.offset(MONDAY + 4 * DAY + 2 * HOUR))
                .as("Friday, never seen")
                .isBetween(0.6, 1.9);
        assertThat(rhythm.offset(MONDAY + 4 * DAY + 4 * HOUR)).isCloseTo(-0.05, within(0.06));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rhythm.write(new DataOutputStream(bytes));
        HourOfWeek read = HourOfWeek.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int hour = 0; hour < 168; hour++) {
            assertThat(read.offset(MONDAY + hour * HOUR)).isEqualTo(rhythm.offset(MONDAY + hour * HOUR));
        }
    }

    @Test
    @DisplayName("of the day remember peaks: trusted ones at once, others when they come again, and let them fade")
    void peaks() throws IOException {
        HourPeaks peaks = new HourPeaks();
        assertThat(peaks.usual(MONDAY)).isZero();
        peaks.learn(MONDAY + 2 * HOUR, 1e9, true);
        assertThat(peaks.usual(MONDAY + DAY + 3 * HOUR))
                .as("an hour later is near enough")
                .isBetween(0.9e9, 1.1e9);
        assertThat(peaks.usual(MONDAY + DAY + 5 * HOUR)).isZero();
        peaks.learn(MONDAY + 10 * HOUR, 5e8, false);
        peaks.learn(MONDAY + 10 * HOUR + MINUTE, 5e8, false);
        assertThat(peaks.usual(MONDAY + 10 * HOUR)).as("suspected").isZero();
        assertThat(peaks.greatest()).isGreaterThan(0.9e9);
        peaks.learn(MONDAY + DAY + 10 * HOUR, 6e8, false);
        assertThat(peaks.usual(MONDAY + 2 * DAY + 10 * HOUR))
                .as("it came again")
                .isBetween(5e8, 7e8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        peaks.write(new DataOutputStream(bytes));
        HourPeaks read = HourPeaks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.usual(MONDAY + 2 * HOUR)).isEqualTo(peaks.usual(MONDAY + 2 * HOUR));
        for (int day = 1; day < 30; day++) {
            peaks.learn(MONDAY + day * DAY + 2 * HOUR, 1e6, true);
        }
        assertThat(peaks.usual(MONDAY + 2 * HOUR)).as("a month of small ones").isLessThan(1.2e8);
    }
}
