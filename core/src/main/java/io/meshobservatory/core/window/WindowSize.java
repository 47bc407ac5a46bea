/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import java.time.Duration;

/** The widths of the tumbling event-time windows, aligned to the epoch. Each is a multiple of the one before. */
public enum WindowSize {
    TEN_SECONDS(10),
    ONE_MINUTE(60),
    ONE_HOUR(3600);

    private final int seconds;

    WindowSize(int seconds) {
        this.seconds = seconds;
    }

    public int seconds() {
        return seconds;
    }

    public long millis() {
        return seconds * 1000L;
    }

    public Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** The start, in milliseconds since the epoch, of the window that contains a time in milliseconds. */
    public long startMillis(long timeMillis) {
        return Math.floorDiv(timeMillis, millis()) * millis();
    }

    /** The first millisecond after the window that contains a time in milliseconds. */
    public long endMillis(long timeMillis) {
        return startMillis(timeMillis) + millis();
    }
}
