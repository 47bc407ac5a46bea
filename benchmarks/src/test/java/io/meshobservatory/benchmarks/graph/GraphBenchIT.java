/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.benchmarks.cluster.StateBackend;
import io.meshobservatory.benchmarks.recording.TinyRecording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The benchmark of the graph")
class GraphBenchIT {
    @ParameterizedTest
    @EnumSource(StateBackend.class)
    @DisplayName("counts every call of every repetition, and says so")
    void countsAll(StateBackend state) throws Exception {
        List<String> lines = new ArrayList<>();
        GraphBenchSettings settings = new GraphBenchSettings(
                2, Duration.ofMillis(500), state, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));

        GraphReport report = new GraphBench(TinyRecording.read(), settings, lines::add).run();

        assertThat(report.problem()).isEmpty();
        assertThat(lines).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(report.toJson());
        assertThat(json.get("edges_are_right").asBoolean()).isTrue();
        assertThat(json.get("calls_per_repetition").asInt()).isEqualTo(TinyRecording.CALLS);
        assertThat(json.get("errors_per_repetition").asInt()).isEqualTo(TinyRecording.ERRORS);
        assertThat(json.get("spans_per_second").asDouble()).isPositive();
        assertThat(json.get("yardstick_spans_per_second").asDouble()).isPositive();
    }
}
