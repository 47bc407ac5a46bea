/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

/** OpenTelemetry's span kind; the ordinal is the number on the wire. */
public enum SpanKind {
    UNSPECIFIED,
    INTERNAL,
    SERVER,
    CLIENT,
    PRODUCER,
    CONSUMER;

    private static final SpanKind[] VALUES = values();

    /** The kind with a number of the wire; a number that OTLP does not define reads as {@link #UNSPECIFIED}. */
    public static SpanKind fromNumber(int number) {
        return number >= 0 && number < VALUES.length ? VALUES[number] : UNSPECIFIED;
    }

    /** Whether the span describes the calling side of a hop. */
    public boolean isCaller() {
        return this == CLIENT || this == PRODUCER;
    }

    /** Whether the span describes the called side of a hop. */
    public boolean isCallee() {
        return this == SERVER || this == CONSUMER;
    }
}
