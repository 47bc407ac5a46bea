/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.store.StoredEdge;
import io.meshobservatory.core.window.WindowSize;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes rows, and sums them by window: finer rows count for the window that contains them. Not thread-safe. */
public final class Series implements Consumer<StoredEdge> {
    private final WindowSize step;
    private final Map<Long, EdgeSum> sums = new TreeMap<>();

    public Series(WindowSize step) {
        this.step = requireNonNull(step, "step");
    }

    @Override
    public void accept(StoredEdge row) {
        sums.computeIfAbsent(step.startMillis(row.windowStartMillis()), start -> new EdgeSum())
                .add(row);
    }

    /**
     * The points by time.
     *
     * @param dataEndMillis rates of the window that contains this moment are by its seconds before it, for the window is
     *     still growing
     */
    public List<PointView> points(long dataEndMillis) {
        return sums.entrySet().stream()
                .map(entry -> entry.getValue().point(entry.getKey(), seconds(entry.getKey(), dataEndMillis)))
                .toList();
    }

    private double seconds(long startMillis, long dataEndMillis) {
        boolean growing = dataEndMillis > startMillis && dataEndMillis < startMillis + step.millis();
        return (growing ? dataEndMillis - startMillis : step.millis()) / 1000.0;
    }
}
