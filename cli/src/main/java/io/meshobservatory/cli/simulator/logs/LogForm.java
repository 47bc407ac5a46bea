/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.logs;

/** The form of access log records. */
public enum LogForm {
    /** Istio's default text in the body, as the proxy's OTLP logger sends it. */
    TEXT,
    /** Istio's JSON in the body, as it is read from the proxy's output: numbers are numbers, what is missing is null. */
    JSON,
    /** The same fields as attributes of the record, all of them texts, and what is missing {@code -}. */
    LABELS
}
