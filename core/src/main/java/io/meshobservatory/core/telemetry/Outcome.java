/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import java.util.Locale;

/**
 * How a call ended, as one span tells it.
 *
 * <p>Failures are the callee's: HTTP 5xx, no response, the gRPC codes Unknown, DeadlineExceeded, Unimplemented,
 * ResourceExhausted, Internal, Unavailable and DataLoss, or status ERROR where no protocol status is known. Refusals
 * (4xx, the other gRPC codes) and injected faults are counted apart. The order of the constants is the order of
 * {@link #combine}.
 */
public enum Outcome {
    /** Neither a protocol status nor an error status. */
    UNSET,
    /** A protocol status that is neither a refusal nor a failure. */
    OK,
    /** Refused with an HTTP status of 400 to 499. */
    REJECTED_HTTP_4XX,
    /** Refused with a gRPC status that is no failure of the callee. */
    REJECTED_GRPC,
    /** Span status ERROR, and no protocol status. */
    FAILED_STATUS,
    /** HTTP status 500 and above. */
    FAILED_HTTP_5XX,
    /** A gRPC status that is the callee's failure. */
    FAILED_GRPC,
    /** The proxy saw no response at all (HTTP status 0). */
    FAILED_NO_RESPONSE,
    /** Ended by an injected fault (response flag FI). */
    FAULT_INJECTED;

    /** More than any status has, and few enough for a number. */
    private static final int MAX_STATUS_DIGITS = 9;

    /** Whether this counts as an error of the edge. */
    public boolean isFailure() {
        return this == FAILED_STATUS || this == FAILED_HTTP_5XX || this == FAILED_GRPC || this == FAILED_NO_RESPONSE;
    }

    /**
     * The outcome of a call that two spans describe. The graver of the two, except that a mere status ERROR yields to
     * any protocol status: by convention a client span with status 404 has status ERROR, and is no failure.
     */
    public static Outcome combine(Outcome one, Outcome other) {
        if (one == FAILED_STATUS && other != UNSET) {
            return other;
        }
        if (other == FAILED_STATUS && one != UNSET) {
            return one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The outcome that an HTTP status tells; 0 means that the proxy saw no response. */
    public static Outcome ofHttpStatus(long status) {
        if (status == 0) {
            return FAILED_NO_RESPONSE;
        }
        if (status >= 500) {
            return FAILED_HTTP_5XX;
        }
        return status >= 400 ? REJECTED_HTTP_4XX : OK;
    }

    /** The same of a status in digits; of anything else nothing is known. */
    public static Outcome ofHttpStatus(String status) {
        for (int i = 0; i < status.length(); i++) {
            if (status.charAt(i) < '0' || status.charAt(i) > '9') {
                return UNSET;
            }
        }
        return status.isEmpty() || status.length() > MAX_STATUS_DIGITS ? UNSET : ofHttpStatus(Long.parseLong(status));
    }

    /** The outcome that a gRPC status tells, by number or by name in any case; with or without underscores. */
    public static Outcome ofGrpcStatus(String status) {
        return switch (status.toUpperCase(Locale.ROOT).replace("_", "")) {
            case "0", "OK" -> OK;
            case "2",
                    "UNKNOWN",
                    "4",
                    "DEADLINEEXCEEDED",
                    "8",
                    "RESOURCEEXHAUSTED",
                    "12",
                    "UNIMPLEMENTED",
                    "13",
                    "INTERNAL",
                    "14",
                    "UNAVAILABLE",
                    "15",
                    "DATALOSS" -> FAILED_GRPC;
            default -> REJECTED_GRPC;
        };
    }

    /** Whether comma-joined response flags contain one. */
    public static boolean hasFlag(String flags, String flag) {
        int from = 0;
        while (from <= flags.length()) {
            int comma = flags.indexOf(',', from);
            int to = comma < 0 ? flags.length() : comma;
            if (to - from == flag.length() && flags.startsWith(flag, from)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }
}
