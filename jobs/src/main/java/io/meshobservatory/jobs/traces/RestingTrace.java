/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A trace of which all was published, kept because a late span may still change it. Immutable by convention: the array must
 * not be written to.
 *
 * @param spans its packed spans
 * @param history what was published
 * @param expiryMillis until when it is kept, milliseconds since the epoch
 */
record RestingTrace(byte[] spans, TraceHistory history, long expiryMillis) {
    RestingTrace {
        requireNonNull(spans, "spans");
        requireNonNull(history, "history");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RestingTrace that
                && expiryMillis == that.expiryMillis
                && Arrays.equals(spans, that.spans)
                && history.equals(that.history);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(spans) + history.hashCode();
    }

    @Override
    public String toString() {
        return "RestingTrace[spans=" + spans.length + " bytes, history=" + history + "]";
    }
}
