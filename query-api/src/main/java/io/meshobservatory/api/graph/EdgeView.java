/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An edge over a range: one caller, one callee, one protocol, all versions. The figures are those of
 * {@link io.meshobservatory.core.window.EdgeRow}.
 *
 * @param versions its parts by version, those with the most calls first; at least one
 */
public record EdgeView(
        NodeRef source,
        NodeRef destination,
        String protocol,
        long calls,
        double callsPerSecond,
        long errors,
        double errorRate,
        ErrorsByClass errorsByClass,
        Rejected rejected,
        long faultsInjected,
        Map<String, Long> responseFlags,
        long requestBytes,
        long responseBytes,
        @Nullable LatencyView clientLatency,
        @Nullable LatencyView serverLatency,
        String mtls,
        long mutualTlsCalls,
        @Nullable String sourcePrincipal,
        @Nullable String destinationPrincipal,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable String slowestTraceId,
        @Nullable String errorTraceId,
        List<VersionView> versions) {
    /** Errors by what told them; their sum is all errors. */
    public record ErrorsByClass(@JsonProperty("http_5xx") long http5xx, long grpc, long noResponse, long status) {}

    /** Refusals, which are not errors of the callee. */
    public record Rejected(@JsonProperty("http_4xx") long http4xx, long grpc) {}
}
