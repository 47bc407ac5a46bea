/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

/** Bytes that are no {@code ExportLogsServiceRequest}. The message says what protobuf found wrong. */
public final class LogDecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    LogDecodeException(Exception cause) {
        super("no ExportLogsServiceRequest: " + cause.getMessage(), cause);
    }
}
