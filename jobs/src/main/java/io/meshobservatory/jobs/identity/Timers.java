/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import org.apache.flink.streaming.api.TimerService;

/** Event-time timers that fire in the order of time. */
final class Timers {
    private static final long FORGET_EVERY_MILLIS = 600_000;

    private Timers() {}

    /** A timer in the past would fire with the next watermark too, but out of the order of time. */
    static void wake(long atMillis, TimerService service) {
        service.registerEventTimeTimer(Math.max(atMillis, service.currentWatermark() + 1));
    }

    /** A timer to forget something that is not needed from a time on: one for all that ends within ten minutes. */
    static void wakeToForget(long atMillis, TimerService service) {
        long later = Math.max(atMillis, service.currentWatermark() + 1);
        service.registerEventTimeTimer(-Math.floorDiv(-later, FORGET_EVERY_MILLIS) * FORGET_EVERY_MILLIS);
    }

    /** Whether a timer may have been set to forget something. */
    static boolean isToForget(long timerMillis) {
        return Math.floorMod(timerMillis, FORGET_EVERY_MILLIS) == 0;
    }
}
