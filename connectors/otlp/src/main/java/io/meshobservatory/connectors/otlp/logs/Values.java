/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import io.opentelemetry.proto.common.v1.AnyValue;

/** OTLP values as text: numbers may be typed or not, depending on who wrote them. Stateless. */
final class Values {
    private static final double EXACT_INTEGERS = 0x1p53;

    private Values() {}

    /** The value as text; empty for lists, maps and bytes, and where there is none. */
    static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> text(value.getDoubleValue());
            default -> "";
        };
    }

    private static String text(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT_INTEGERS;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }
}
