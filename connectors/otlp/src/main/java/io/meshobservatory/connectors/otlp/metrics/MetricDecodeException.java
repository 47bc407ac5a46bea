/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

/** Bytes that are no {@code ExportMetricsServiceRequest}. The message says what is wrong with them. */
public final class MetricDecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    MetricDecodeException(Throwable cause) {
        super("not an ExportMetricsServiceRequest: " + cause.getMessage(), cause);
    }
}
