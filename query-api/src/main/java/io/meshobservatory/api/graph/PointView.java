/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One window of a time series. Windows in which nothing was seen have no point. */
public record PointView(
        Instant windowStart,
        long calls,
        double callsPerSecond,
        long sampledCalls,
        long errors,
        double errorRate,
        long requestBytes,
        long responseBytes,
        long connectionsOpened,
        double connectionsPerSecond,
        @Nullable LatencyView clientLatency,
        @Nullable LatencyView serverLatency) {}
