/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshobservatory.benchmarks.graph.GraphReport;
import io.meshobservatory.benchmarks.meter.Figures;
import java.util.Locale;

/** What detection costs beside the graph job. Immutable. */
public final class DetectionCostReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MICROS = 1e6;
    private static final double A_QUARTER = 0.25;

    private final DetectionCostSettings settings;
    private final GraphReport graph;
    private final DetectionRun.Round detection;

    DetectionCostReport(DetectionCostSettings settings, GraphReport graph, DetectionRun.Round detection) {
        this.settings = settings;
        this.graph = graph;
        this.detection = detection;
    }

    /** CPU of the graph job for one span, microseconds. */
    double graphMicrosPerSpan() {
        return MICROS / graph.spansPerCpuSecond();
    }

    /** CPU of detection for a minute of the mesh, seconds. */
    double detectionSecondsPerMinute() {
        return detection.usage().cpuSeconds() / settings.minutes();
    }

    /** What detection adds to the cost of a span at the rate of the settings: 0.25 is a quarter. */
    double share() {
        return detectionSecondsPerMinute() * MICROS / settings.spansPerMinute() / graphMicrosPerSpan();
    }

    /** From how many spans a second of the mesh on detection adds a quarter or less. */
    double spansPerSecondOfAQuarter() {
        return settings.spansPerSecond() * share() / A_QUARTER;
    }

    String describe() {
        return String.format(
                Locale.ROOT,
                "graph job %.2f us of CPU a span (%,d edges); detection %.2f s of CPU a minute, %.1f us a row (%,d edges of %,d"
                        + " services): %.1f %% at %,d spans/s, a quarter at %,.0f spans/s",
                graphMicrosPerSpan(),
                graph.edges(),
                detectionSecondsPerMinute(),
                MICROS * detectionSecondsPerMinute() / settings.edges(),
                settings.edges(),
                settings.services(),
                100 * share(),
                settings.spansPerSecond(),
                spansPerSecondOfAQuarter());
    }

    /** All figures as one line of JSON. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("benchmark", "detect-cost");
        json.put("services", settings.services());
        json.put("edges", settings.edges());
        json.put("spans_per_second", settings.spansPerSecond());
        json.put("minutes", settings.minutes());
        json.put("graph_edges", graph.edges());
        json.put("graph_cpu_micros_per_span", Figures.rounded(graphMicrosPerSpan()));
        json.put("detection_cpu_seconds_per_minute", Figures.rounded(detectionSecondsPerMinute()));
        json.put(
                "detection_cpu_micros_per_row",
                Figures.rounded(MICROS * detectionSecondsPerMinute() / settings.edges()));
        json.put("detection_checkpoints", detection.checkpoints());
        json.put("detection_state_bytes", detection.stateBytes());
        json.put("added_share", Figures.rounded(share()));
        json.put("spans_per_second_of_a_quarter", Math.round(spansPerSecondOfAQuarter()));
        return json.toString();
    }
}
