/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import io.meshobservatory.core.window.WindowSize;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The starts of the newest windows that have rows within a range, milliseconds since the epoch; null where there is none.
 *
 * @param tenSecondsMillis of 10 s
 * @param minuteMillis of 1 min
 * @param hourMillis of 1 h
 */
record Newest(
        @Nullable Long tenSecondsMillis,
        @Nullable Long minuteMillis,
        @Nullable Long hourMillis) {
    /** The end of the newest closed window, empty where there are no rows at all. */
    OptionalLong dataUntilMillis() {
        long until = Long.MIN_VALUE;
        if (tenSecondsMillis != null) {
            until = tenSecondsMillis + WindowSize.TEN_SECONDS.millis();
        }
        if (minuteMillis != null) {
            until = Math.max(until, minuteMillis + WindowSize.ONE_MINUTE.millis());
        }
        if (until == Long.MIN_VALUE && hourMillis != null) {
            until = hourMillis + WindowSize.ONE_HOUR.millis();
        }
        return until == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(until);
    }
}
