/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.util.Locale;

/**
 * Why an access-log line was not counted. The label is the name in metrics, facts and headers; constants may only be
 * appended, since streams carry their ordinals.
 */
public enum UnparsedReason {
    /** The fields of the line are not those of a known format: too many, too few, or quoted where they should not be. */
    UNKNOWN_FORMAT,
    /** A quotation mark inside a quoted field: where fields begin and end cannot be told. */
    AMBIGUOUS_QUOTES,
    /** JSON that is cut off or damaged. */
    MALFORMED_JSON,
    /** A start time that is no time. */
    BAD_TIME,
    /** A status, size or duration that is no number, or out of range. */
    BAD_NUMBER,
    /** Response flags that are no list of flags. */
    BAD_FLAGS,
    /** Neither the line nor its record tells a time. */
    NO_TIME,
    /** Neither an upstream cluster nor a direction tells on which side of the call the proxy stood. */
    UNKNOWN_SIDE,
    /** A ztunnel line about a connection with a message that is not known. */
    UNKNOWN_MESSAGE,
    /** Longer than any line that a proxy writes. */
    TOO_LONG;

    /** Lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
