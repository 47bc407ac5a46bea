/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import java.util.Locale;

/** Why a span of a well-formed request is rejected. The name in lower case is the label in the metrics. */
public enum RejectReason {
    /** The trace id has not 16 bytes. */
    TRACE_ID_LENGTH("trace id has not 16 bytes"),
    /** The trace id is all zeros, which OTLP calls invalid. */
    TRACE_ID_ZERO("trace id is all zeros"),
    /** The span id has not 8 bytes. */
    SPAN_ID_LENGTH("span id has not 8 bytes"),
    /** The span id is all zeros, which OTLP calls invalid. */
    SPAN_ID_ZERO("span id is all zeros");

    private final String text;

    RejectReason(String text) {
        this.text = text;
    }

    /** The reason as part of a sentence for the sender. */
    public String text() {
        return text;
    }

    /** The value of the label {@code reason}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
