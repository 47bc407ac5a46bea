/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows tile time: every millisecond is in exactly one window of each size, and small windows fill larger ones. */
class WindowSizeTest {
    @ParameterizedTest
    @EnumSource
    void tilesTime(WindowSize size) {
        long width = size.millis();
        for (long time : new long[] {0, 1, width - 1, width, 1_700_000_000_123L, -1, -width, -width - 1}) {
            long start = size.startMillis(time);
            assertThat(start % width).as("aligned to the epoch").isZero();
            assertThat(time).isBetween(start, start + width - 1);
            assertThat(size.endMillis(time)).isEqualTo(start + width);
            assertThat(size.startMillis(start)).isEqualTo(start);
            assertThat(size.startMillis(start - 1)).isEqualTo(start - width);
        }
        assertThat(size.duration().toMillis()).isEqualTo(width);
        assertThat(size.seconds() * 1000L).isEqualTo(width);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsAMultipleOfTheOneBefore(WindowSize size) {
        if (size.ordinal() > 0) {
            assertThat(size.millis() % WindowSize.values()[size.ordinal() - 1].millis())
                    .isZero();
        }
    }
}
