/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Edge;
import java.util.Map;
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
        long calls,
        long errors,
        long errorsHttp5xx,
        long errorsGrpc,
        long errorsNoResponse,
        long errorsStatus,
        long rejectedHttp4xx,
        long rejectedGrpc,
        long faultsInjected,
        Map<String, Long> responseFlags,
        long requestBytes,
        long responseBytes,
        @Nullable StoredLatency client,
        @Nullable StoredLatency server,
        long mutualTlsCalls,
        @Nullable String sourcePrincipal,
        @Nullable String destinationPrincipal,
        long firstSeenMillis,
        long lastSeenMillis,
        @Nullable String slowestTraceId,
        @Nullable String errorTraceId) {
    /**
     * Latency of one side.
     *
     * @param calls how many calls were measured, at least 1
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
