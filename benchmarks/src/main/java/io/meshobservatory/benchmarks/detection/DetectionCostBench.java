/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import io.meshobservatory.benchmarks.graph.GraphBench;
import io.meshobservatory.benchmarks.graph.GraphBenchSettings;
import io.meshobservatory.benchmarks.graph.GraphReport;
import io.meshobservatory.benchmarks.recording.Recording;
import java.util.function.Consumer;

/**
 * Measures in one process what the graph job takes for a span of a mesh, and what detection takes for a minute of the rows of
 * a mesh of the same size: so that one can be put beside the other on any machine.
 */
public final class DetectionCostBench {
    private final Recording recording;
    private final GraphBenchSettings graph;
    private final DetectionCostSettings detection;
    private final Consumer<String> progress;

    /**
     * @param recording of a mesh as large as the one of the settings
     * @param progress told what is measured, one line at a time
     */
    public DetectionCostBench(
            Recording recording, GraphBenchSettings graph, DetectionCostSettings detection, Consumer<String> progress) {
        this.recording = recording;
        this.graph = graph;
        this.detection = detection;
        this.progress = progress;
    }

    /**
     * Runs both, one after the other.
     *
     * @throws Exception whatever fails in a job
     */
    public DetectionCostReport run() throws Exception {
        GraphReport spans = new GraphBench(recording, graph, progress).run();
        DetectionRun.Round rows = new DetectionRun(detection).run();
        DetectionCostReport report = new DetectionCostReport(detection, spans, rows);
        progress.accept(report.describe());
        return report;
    }
}
