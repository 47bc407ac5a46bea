/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.Basis;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.Security;
import io.meshobservatory.core.window.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * A row of one of the tables of edges, as far as answers need it. The figures are those of
 * {@link io.meshobservatory.core.window.EdgeRow}.
 *
 * @param windowStartMillis start of its window, milliseconds since the epoch
 */
public record StoredEdge(
        long windowStartMillis,
        Edge edge,
        Traffic traffic,
        Security security,
        Coverage coverage,
        Basis basis,
        @Nullable StoredLatency client,
        @Nullable StoredLatency server,
        long firstSeenMillis,
        long lastSeenMillis,
        @Nullable String slowestTraceId,
        @Nullable String errorTraceId) {
    public StoredEdge {
        requireNonNull(edge, "edge");
        requireNonNull(traffic, "traffic");
        requireNonNull(security, "security");
        requireNonNull(coverage, "coverage");
        requireNonNull(basis, "basis");
    }

    /** How many calls. */
    public long calls() {
        return traffic.calls();
    }

    /**
     * Latency of one side.
     *
     * @param calls how many calls the measured ones stand for, at least 1
     * @param meanMillis their mean
     * @param p99Millis their 99th percentile
     * @param sketch their DDSketch
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: it lives from the result set to the sum
    public record StoredLatency(long calls, double meanMillis, double p99Millis, byte[] sketch) {
        public StoredLatency {
            requireNonNull(sketch, "sketch");
        }
    }
}
