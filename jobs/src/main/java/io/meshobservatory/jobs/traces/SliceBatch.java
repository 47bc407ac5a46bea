/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Spans of one request that go to one subtask, as {@link SpanPacker} packs them: slice by slice, each with the spans of one
 * trace. What spans have in common (nodes, operations and other texts) stands there once, and spans refer to it by number.
 * Immutable by convention: the arrays are not copied and must not be written to.
 *
 * @param key a trace id that belongs to the same subtask as all traces in it
 * @param textCount how many texts there are
 * @param texts the texts, by their numbers
 * @param slices the slices, at least one
 */
public record SliceBatch(TraceId key, int textCount, byte[] texts, byte[] slices) {
    public SliceBatch {
        requireNonNull(key, "key");
        requireNonNull(texts, "texts");
        requireNonNull(slices, "slices");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SliceBatch that
                && key.equals(that.key)
                && textCount == that.textCount
                && Arrays.equals(texts, that.texts)
                && Arrays.equals(slices, that.slices);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(slices);
    }

    @Override
    public String toString() {
        return "SliceBatch[key=" + key.toHex() + ", " + textCount + " texts, slices=" + slices.length + " bytes]";
    }
}
