/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.window.WindowSize;

/**
 * How long a trace is waited for.
 *
 * @param allowedLatenessMillis how long after its end a window may still change; a multiple of ten seconds
 * @param callerPatienceMillis how long after its end a call waits for its caller's span
 */
public record TraceTiming(long allowedLatenessMillis, long callerPatienceMillis) {
    public TraceTiming {
        if (allowedLatenessMillis < 0 || allowedLatenessMillis % WindowSize.TEN_SECONDS.millis() != 0) {
            throw new IllegalArgumentException(
                    "allowed lateness: " + allowedLatenessMillis + " ms (expected: a multiple of 10,000, >= 0)");
        }
        if (callerPatienceMillis < 0 || callerPatienceMillis > allowedLatenessMillis) {
            throw new IllegalArgumentException("caller patience: " + callerPatienceMillis
                    + " ms (expected: from 0 to the allowed lateness, " + allowedLatenessMillis + ")");
        }
    }
}
