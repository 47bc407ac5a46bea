/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import org.jspecify.annotations.Nullable;

/**
 * A document is no OTLP/JSON. The message can be shown to the sender: it names the place (a JSON path such as
 * {@code resourceSpans[0].scopeSpans[0].spans[3].traceId}, or line and column of a syntax error), the offending value and
 * what was expected.
 */
public final class OtlpJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    OtlpJsonException(String message) {
        super(message);
    }

    OtlpJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
