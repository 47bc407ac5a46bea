/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import org.jspecify.annotations.Nullable;

/** The part of an edge between one version of the caller and one of the callee. */
public record VersionView(
        String sourceVersion,
        String destinationVersion,
        long calls,
        double callsPerSecond,
        long errors,
        double errorRate,
        @Nullable LatencyView clientLatency,
        @Nullable LatencyView serverLatency) {}
