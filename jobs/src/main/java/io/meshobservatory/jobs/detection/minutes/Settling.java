/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.minutes;

import io.meshobservatory.core.window.WindowSize;
import java.io.Serializable;

/**
 * When a minute has settled: rows of it may still be corrected for so long after its end, and what comes later is counted
 * and ignored. Immutable.
 *
 * @param millis how long, at least 0
 */
public record Settling(long millis) implements Serializable {
    public Settling {
        if (millis < 0) {
            throw new IllegalArgumentException("settling: " + millis + " ms (expected: at least 0)");
        }
    }

    /** The last millisecond of event time at which something of a minute may come. */
    public long dueMillis(long minuteStartMillis) {
        return minuteStartMillis + WindowSize.ONE_MINUTE.millis() + millis - 1;
    }

    /** The minute that has settled when something is due. */
    public long minuteOfDue(long dueMillis) {
        return dueMillis + 1 - millis - WindowSize.ONE_MINUTE.millis();
    }

    /** The minute in which a time lies. */
    public static long minuteOf(long millis) {
        return WindowSize.ONE_MINUTE.startMillis(millis);
    }
}
