/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import io.meshobservatory.api.store.StoredEdge.StoredLatency;
import io.meshobservatory.core.window.LatencyHistogram;
import org.jspecify.annotations.Nullable;

/** Latency of one side over windows: sketches merged, means weighted. Not thread-safe. */
final class LatencySum {
    private final LatencyHistogram histogram = new LatencyHistogram();
    private long calls;
    private double weightedMillis;

    void add(@Nullable StoredLatency latency) {
        if (latency == null) {
            return;
        }
        calls += latency.calls();
        weightedMillis += latency.calls() * latency.meanMillis();
        histogram.merge(LatencyHistogram.decode(latency.sketch()));
    }

    void add(LatencySum other) {
        calls += other.calls;
        weightedMillis += other.weightedMillis;
        histogram.merge(other.histogram);
    }

    /** The public form, null where no call was measured from this side. */
    @Nullable
    LatencyView view() {
        if (calls == 0) {
            return null;
        }
        return new LatencyView(
                calls,
                Figures.rounded(weightedMillis / calls),
                Figures.rounded(histogram.quantileMillis(0.50)),
                Figures.rounded(histogram.quantileMillis(0.95)),
                Figures.rounded(histogram.quantileMillis(0.99)));
    }
}
