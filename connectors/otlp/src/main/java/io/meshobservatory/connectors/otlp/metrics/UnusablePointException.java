/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.metric.UnusableReason;

/** A point that should count and cannot. Has no stack trace: it is counted, not shown. */
final class UnusablePointException extends Exception {
    private static final long serialVersionUID = 1L;

    private final UnusableReason reason;

    UnusablePointException(UnusableReason reason) {
        super(reason.label(), null, false, false);
        this.reason = reason;
    }

    UnusableReason reason() {
        return reason;
    }
}
