/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import io.meshobservatory.benchmarks.meter.Figures;
import java.time.Duration;

/**
 * What to measure. Immutable.
 *
 * @param services how many services the mesh has, at least 2
 * @param edges how many edges are called in each minute, at least 1 and at most one for each ordered pair of services
 * @param spansPerSecond how many spans the mesh sends, at least 1; each call has two, one of each sidecar
 * @param warmUpMinutes minutes of event time before those that are measured, at least 1
 * @param minutes minutes of event time that are measured, at least 1
 * @param checkpointInterval time between checkpoints, by the clock
 */
public record DetectionCostSettings(
        int services, int edges, long spansPerSecond, int warmUpMinutes, int minutes, Duration checkpointInterval) {
    private static final int SPANS_PER_CALL = 2;

    public DetectionCostSettings {
        Figures.requireAtLeast("services", services, 2);
        Figures.requireAtLeast("edges", edges, 1);
        Figures.requireAtLeast("spans per second", spansPerSecond, 1);
        Figures.requireAtLeast("minutes of warm-up", warmUpMinutes, 1);
        Figures.requireAtLeast("minutes", minutes, 1);
        Figures.requireAtLeast("checkpoint interval in milliseconds", checkpointInterval.toMillis(), 10);
        long pairs = (long) services * (services - 1);
        if (edges > pairs / 2) {
            throw new IllegalArgumentException("edges: " + edges + " (expected: at most " + pairs / 2
                    + ", half of the pairs of " + services + " services)");
        }
    }

    /** How often an edge is called in a minute, on average; at least once. */
    long callsPerEdge() {
        return Math.max(1, spansPerMinute() / SPANS_PER_CALL / edges);
    }

    /** How many spans there are in a minute. */
    long spansPerMinute() {
        return spansPerSecond * 60;
    }
}
