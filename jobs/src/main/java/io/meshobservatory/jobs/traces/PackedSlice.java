/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Spans of one trace that came together, in one request. Immutable by convention: the array is not copied and must not be
 * written to.
 *
 * @param traceId the trace
 * @param firstEndMillis the earliest end of a span, milliseconds since the epoch
 * @param lastEndMillis the latest
 * @param spans its spans as {@link SpanPacker} packs them, at least one
 */
public record PackedSlice(TraceId traceId, long firstEndMillis, long lastEndMillis, byte[] spans) {
    public PackedSlice {
        requireNonNull(traceId, "traceId");
        requireNonNull(spans, "spans");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackedSlice that
                && traceId.equals(that.traceId)
                && firstEndMillis == that.firstEndMillis
                && lastEndMillis == that.lastEndMillis
                && Arrays.equals(spans, that.spans);
    }

    @Override
    public int hashCode() {
        return 31 * traceId.hashCode() + Arrays.hashCode(spans);
    }

    @Override
    public String toString() {
        return "PackedSlice[traceId=" + traceId.toHex() + ", spans=" + spans.length + " bytes]";
    }
}
