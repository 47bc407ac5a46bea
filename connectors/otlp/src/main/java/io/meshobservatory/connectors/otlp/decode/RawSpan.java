/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.SampleWeight;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The fields of a span as they stand on the wire, before they have a meaning. Reused from span to span. */
final class RawSpan {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NO_BYTES = {};
    private static final int MAX_SHOWN_BYTES = 32;

    /** What the name of the instrumentation scope tells. */
    enum Scope {
        /** It has none. */
        UNNAMED,
        /** Envoy's own tracer. */
        ENVOY,
        /** Anything else. */
        OTHER
    }

    final Attributes attributes;
    final SpanLinks links = new SpanLinks();
    Scope scope = Scope.UNNAMED;
    final RawId traceId = new RawId();
    final RawId spanId = new RawId();
    long parentSpanId;
    int kind;
    long startNanos;
    long endNanos;
    int statusCode;
    long weight = SampleWeight.ONE;

    /** @param names gives the strings of names; null to make them anew each time */
    RawSpan(@Nullable StringCache names) {
        attributes = new Attributes(names);
    }

    /** The spans that follow are of another request. */
    void beginRequest() {
        attributes.beginRequest();
    }

    /** Forgets the span, but not the scope, which it shares with those around it. */
    void clear() {
        attributes.clear();
        links.clear();
        weight = SampleWeight.ONE;
        traceId.clear();
        spanId.clear();
        parentSpanId = 0;
        kind = 0;
        startNanos = 0;
        endNanos = 0;
        statusCode = 0;
    }

    static long bigEndian(byte[] bytes, int at) {
        return (long) BIG_ENDIAN.get(bytes, at);
    }

    /** An id as it came, of any length. */
    static final class RawId {
        private byte[] bytes = NO_BYTES;
        private int from;
        private int to;

        /** Returns where it ends. */
        int set(byte[] newBytes, int newFrom, int newTo) {
            // mostly the same; see Attributes.beginRequest
            if (bytes != newBytes) {
                bytes = newBytes;
            }
            from = newFrom;
            to = newTo;
            return newTo;
        }

        void clear() {
            from = 0;
            to = 0;
        }

        int length() {
            return to - from;
        }

        /** Eight of its bytes, big-endian. */
        long longAt(int offset) {
            return bigEndian(bytes, from + offset);
        }

        /** Hexadecimal; of an id that is much too long, the beginning. */
        String toHex() {
            boolean cut = length() > MAX_SHOWN_BYTES;
            String hex = HexFormat.of().formatHex(bytes, from, cut ? from + MAX_SHOWN_BYTES : to);
            return cut ? hex + "..." : hex;
        }
    }
}
