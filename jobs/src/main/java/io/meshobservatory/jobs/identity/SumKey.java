/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.PackedStats;
import io.meshobservatory.core.window.WindowSize;

/**
 * Which sum it is that waits: deltas of one edge, window and place are held as one. Immutable.
 *
 * @param edge the edge as the telemetry tells it
 * @param windowStartMillis start of the ten-second window, milliseconds since the epoch
 * @param vantage from where it was seen
 */
public record SumKey(Edge edge, long windowStartMillis, Vantage vantage) {
    public SumKey {
        requireNonNull(edge, "edge");
        requireNonNull(vantage, "vantage");
    }

    static SumKey of(EdgeDelta delta) {
        return new SumKey(delta.edge(), delta.windowStartMillis(), delta.vantage());
    }

    EdgeDelta delta(Edge as, PackedStats changes) {
        return new EdgeDelta(as, windowStartMillis, vantage, changes);
    }

    /** The last millisecond of a window. */
    static long lastMillis(long windowStartMillis) {
        return windowStartMillis + WindowSize.TEN_SECONDS.millis() - 1;
    }
}
