/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** People copy trace ids from here into other tools: all 32 digits, leading zeros included. */
class TraceIdTest {
    @Test
    void hexAsTraceContextWritesIt() {
        assertThat(new TraceId(0x0af7651916cd43ddL, 0x8448eb211c80319cL).toHex())
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(new TraceId(0, 1).toHex()).isEqualTo("0".repeat(31) + "1");
        assertThat(new TraceId(-1, -1).toHex()).isEqualTo("f".repeat(32));
    }

    @Test
    @DisplayName("only the id of all zeros is invalid: 64-bit ids of older tracers have a zero half")
    void zero() {
        assertThat(new TraceId(0, 0).isZero()).isTrue();
        assertThat(new TraceId(0, 1).isZero()).isFalse();
        assertThat(new TraceId(Long.MIN_VALUE, 0).isZero()).isFalse();
    }

    @Test
    @DisplayName("kinds are numbered as on the wire, and numbers that OTLP does not define are unspecified")
    void spanKinds() {
        assertThat(SpanKind.fromNumber(2)).isEqualTo(SpanKind.SERVER);
        assertThat(SpanKind.fromNumber(5)).isEqualTo(SpanKind.CONSUMER);
        assertThat(SpanKind.fromNumber(6)).isEqualTo(SpanKind.UNSPECIFIED);
        assertThat(SpanKind.fromNumber(-1)).isEqualTo(SpanKind.UNSPECIFIED);
    }
}
