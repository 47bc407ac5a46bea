/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import java.util.HexFormat;

/**
 * A 16-byte trace id as two longs, big-endian. Immutable.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record TraceId(long high, long low) {
    /** 32 lower-case hexadecimal digits, as the W3C Trace Context writes it. */
    public String toHex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    /** Whether this is the all-zero id, which OTLP calls invalid. */
    public boolean isZero() {
        return (high | low) == 0;
    }
}
