/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.benchmarks.cluster.StateBackend;
import io.meshobservatory.benchmarks.graph.GraphBenchSettings;
import io.meshobservatory.benchmarks.recording.TinyRecording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The benchmark of detection's cost")
class DetectionCostBenchIT {
    @Test
    @DisplayName("puts what detection takes for the rows of a minute beside what the graph job takes for its spans")
    void puts() throws Exception {
        Duration second = Duration.ofSeconds(1);
        Duration checkpoint = Duration.ofMillis(500);
        List<String> lines = new ArrayList<>();

        DetectionCostReport report = new DetectionCostBench(
                        TinyRecording.read(),
                        new GraphBenchSettings(1, checkpoint, StateBackend.heap, 1, second, second),
                        new DetectionCostSettings(40, 120, 5_000, 3, 20, checkpoint),
                        lines::add)
                .run();

        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.get("detection_cpu_seconds_per_minute").asDouble()).isPositive();
        assertThat(json.get("graph_cpu_micros_per_span").asDouble()).isPositive();
        double added = report.detectionSecondsPerMinute() * 1e6 / (60 * 5_000) / report.graphMicrosPerSpan();
        assertThat(report.share()).isCloseTo(added, within(1e-9));
        assertThat(report.spansPerSecondOfAQuarter()).isCloseTo(5_000 * added / 0.25, within(1e-3));
        assertThat(lines).hasSize(2);
    }
}
