/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import java.util.Locale;

/** Why a point that should have counted did not. The labels are part of the public contract. */
public enum UnusableReason {
    /** It has no time. */
    NO_TIME,
    /** Its time is later than its record was written, by more than clocks may differ. */
    FROM_THE_FUTURE,
    /** All windows of its increase were closed so long ago that they may not change any more. */
    TOO_LATE,
    /** A count that is negative, infinite or no number. */
    NOT_A_COUNT,
    /** A level that cannot be: infinite or no number, or an expiry before 1970. */
    NOT_A_LEVEL,
    /** The series has another type than its name promises, for instance a gauge where there should be a counter. */
    UNEXPECTED_TYPE,
    /** A sum or histogram that does not tell whether it is cumulative. */
    UNSPECIFIED_TEMPORALITY,
    /** A histogram without its sum, or with buckets that do not fit together. */
    MALFORMED_HISTOGRAM,
    /** Neither resource nor start time tell one sender from another, so cumulative values cannot be followed. */
    NO_TARGET_IDENTITY,
    /** A reporter other than source, destination and waypoint. */
    UNKNOWN_REPORTER,
    /** A metric of a mesh proxy that does not tell whose proxy it is. */
    NO_WORKLOAD,
    /** Another value of a series at the same time. */
    CONFLICTING_POINT,
    /** The target has more series than are followed. */
    TOO_MANY_SERIES;

    /** Lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
