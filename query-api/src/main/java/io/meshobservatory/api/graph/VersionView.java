/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import org.jspecify.annotations.Nullable;

/**
 * The part of an edge between one version of the caller and one of the callee, so that a canary can be put beside its
 * baseline. A version of which only traces tell may have sampled calls and latencies but no calls: these are counted under
 * the versions that metrics name.
 *
 * @param callShare its part of the calls of the edge, in [0,1]
 */
public record VersionView(
        String sourceVersion,
        String destinationVersion,
        long calls,
        double callsPerSecond,
        double callShare,
        long sampledCalls,
        long errors,
        double errorRate,
        long faultsInjected,
        long connectionsOpened,
        String mtls,
        @Nullable LatencyView clientLatency,
        @Nullable LatencyView serverLatency) {}
