/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import java.util.Locale;

/** Why a span was not counted. The label is the name in metrics and in the topic of dropped spans. */
public enum DropReason {
    /** The trace id is not 16 bytes, or all zero. */
    INVALID_TRACE_ID,
    /** The span id is not 8 bytes, or all zero. */
    INVALID_SPAN_ID,
    /** The span has no end time. */
    INVALID_TIME,
    /** The span ended later than its Kafka record was written, by more than clocks may differ. */
    FROM_THE_FUTURE,
    /** The window of the span's end was closed longer ago than the allowed lateness. */
    TOO_LATE,
    /** The span completes a call whose window was closed longer ago than the allowed lateness. */
    CALL_TOO_LATE,
    /** The trace holds more spans than a trace may. */
    TRACE_TOO_LARGE;

    /** Lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
