/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import io.meshobservatory.core.window.LatencyHistogram;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How many latencies there are of which size, in one of OTLP's two forms. Immutable. */
public sealed interface Buckets permits ExplicitBuckets, ExponentialBuckets {
    /** More buckets than this are refused; OpenTelemetry's SDKs make at most 160, Envoy 20. */
    int MAX_BUCKETS = 4096;

    /** How many latencies there are. */
    long count();

    /**
     * By how many each bucket grew.
     *
     * @return null if the earlier buckets are no earlier state of these: one shrank, or they have other bounds
     */
    @Nullable
    Buckets since(Buckets earlier);

    /**
     * Adds a share of the latencies to a histogram.
     *
     * @param share gives how many of the number in a bucket are to be added
     */
    void addTo(LatencyHistogram histogram, LongUnaryOperator share);

    /** Writes form and contents. */
    void write(DataOutput out) throws IOException;

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the form is not known
     */
    static Buckets read(DataInput in) throws IOException {
        byte form = in.readByte();
        return switch (form) {
            case ExplicitBuckets.FORM -> ExplicitBuckets.readContents(in);
            case ExponentialBuckets.FORM -> ExponentialBuckets.readContents(in);
            default -> throw new IOException("buckets of form " + form + " (expected: 1 or 2)");
        };
    }
}
