/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.meshobservatory.core.window.Coverage;
import io.meshobservatory.core.window.OutcomeCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An edge over a range: one caller, one callee, one protocol, all versions. The figures are those of
 * {@link io.meshobservatory.core.window.EdgeRow}.
 *
 * @param crossCluster whether both ends are in clusters, and these differ
 * @param calls how many; estimated where they rest on sampled traces
 * @param sampledCalls how many of them were found in traces
 * @param resilience response flags and refusals, decoded
 * @param operations the most frequent operations, those with the most calls first
 * @param operationsTotal how many different ones there are
 * @param versions its parts by version, those with the most calls first; at least one
 */
public record EdgeView(
        NodeRef source,
        NodeRef destination,
        String protocol,
        boolean crossCluster,
        long calls,
        double callsPerSecond,
        long sampledCalls,
        SampledByEvidence sampledByEvidence,
        long contextLostCalls,
        BasisView basis,
        long errors,
        double errorRate,
        ErrorsByClass errorsByClass,
        Rejected rejected,
        long faultsInjected,
        Map<String, Long> responseFlags,
        List<ResilienceView> resilience,
        Map<String, Long> denials,
        Map<String, Long> operations,
        int operationsTotal,
        long requestBytes,
        long responseBytes,
        long connectionsOpened,
        long connectionsClosed,
        double connectionsPerSecond,
        @Nullable LatencyView clientLatency,
        @Nullable LatencyView serverLatency,
        String mtls,
        long mutualTlsCalls,
        long plainTextCalls,
        long unobservedTlsCalls,
        @Nullable String sourcePrincipal,
        @Nullable String destinationPrincipal,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable String slowestTraceId,
        @Nullable String errorTraceId,
        List<VersionView> versions) {
    /** Errors by what told them; their sum is all errors. */
    public record ErrorsByClass(@JsonProperty("http_5xx") long http5xx, long grpc, long noResponse, long status) {
        static ErrorsByClass of(OutcomeCounts outcomes) {
            return new ErrorsByClass(
                    outcomes.errorsHttp5xx(),
                    outcomes.errorsGrpc(),
                    outcomes.errorsNoResponse(),
                    outcomes.errorsStatus());
        }
    }

    /** Refusals, which are not errors of the callee. */
    public record Rejected(@JsonProperty("http_4xx") long http4xx, long grpc) {}

    /** The sampled calls by who saw them; see {@link Coverage}. */
    public record SampledByEvidence(long bothSides, long callerOnly, long calleeOnly, long callerMissing) {
        static SampledByEvidence of(Coverage coverage) {
            return new SampledByEvidence(
                    coverage.bothSides(), coverage.callerOnly(), coverage.calleeOnly(), coverage.callerMissing());
        }
    }
}
