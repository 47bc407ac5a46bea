/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects, span by span, which ones have ids that no trace can be built with. One instance for each request; NOT
 * thread-safe.
 */
final class SpanCheck {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final int MAX_EXAMPLES = 3;
    private static final int MAX_NAME_CHARS = 60;

    private final Map<RejectReason, Integer> rejected = new EnumMap<>(RejectReason.class);
    private final List<String> examples = new ArrayList<>(MAX_EXAMPLES);
    private int traceIdLength;
    private boolean traceIdZero;
    private int spanIdLength;
    private boolean spanIdZero;
    private String name = "";

    /** A span begins; a field that is absent counts as empty. */
    void begin() {
        traceIdLength = 0;
        traceIdZero = true;
        spanIdLength = 0;
        spanIdZero = true;
        name = "";
    }

    void traceId(int length, boolean zero) {
        traceIdLength = length;
        traceIdZero = zero;
    }

    void spanId(int length, boolean zero) {
        spanIdLength = length;
        spanIdZero = zero;
    }

    void name(String value) {
        name = value;
    }

    /** The span ends; {@code index} counts the spans of the request from 0. */
    void end(int index) {
        RejectReason reason = reason();
        if (reason == null) {
            return;
        }
        rejected.merge(reason, 1, Integer::sum);
        if (examples.size() < MAX_EXAMPLES) {
            String shown = name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS) + "...";
            examples.add("span " + index + " (\"" + shown + "\"): " + describe(reason));
        }
    }

    Map<RejectReason, Integer> rejected() {
        return rejected;
    }

    List<String> examples() {
        return examples;
    }

    private @Nullable RejectReason reason() {
        if (traceIdLength != TRACE_ID_BYTES) {
            return RejectReason.TRACE_ID_LENGTH;
        }
        if (traceIdZero) {
            return RejectReason.TRACE_ID_ZERO;
        }
        if (spanIdLength != SPAN_ID_BYTES) {
            return RejectReason.SPAN_ID_LENGTH;
        }
        return spanIdZero ? RejectReason.SPAN_ID_ZERO : null;
    }

    private String describe(RejectReason reason) {
        return switch (reason) {
            case TRACE_ID_LENGTH -> reason.text() + " but " + traceIdLength;
            case SPAN_ID_LENGTH -> reason.text() + " but " + spanIdLength;
            case TRACE_ID_ZERO, SPAN_ID_ZERO -> reason.text();
        };
    }
}
