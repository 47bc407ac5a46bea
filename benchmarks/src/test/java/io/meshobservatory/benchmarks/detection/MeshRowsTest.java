/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import io.meshobservatory.core.window.WindowSize;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rows of a mesh made for a benchmark")
class MeshRowsTest {
    private static final DetectionCostSettings SETTINGS =
            new DetectionCostSettings(40, 120, 12_000, 1, 5, Duration.ofSeconds(10));

    @Test
    @DisplayName("tell each edge once in each minute, at its time and with about the calls of the rate")
    void tellEachEdge() {
        MeshRows rows = MeshRows.of(SETTINGS);
        long calls = 0;
        for (long minute : new long[] {0, 1, 4, 900}) {
            Set<Edge> edges = new HashSet<>();
            for (int edge = 0; edge < 120; edge++) {
                EdgeRow row = EdgeRowJson.read(rows.row(edge, minute));
                assertThat(row.windowSize()).isEqualTo(WindowSize.ONE_MINUTE);
                long start = MeshRows.FIRST_MINUTE_MILLIS + 60_000 * minute;
                assertThat(row.windowStartMillis()).isEqualTo(start);
                assertThat(row.firstSeenMillis()).isEqualTo(start);
                assertThat(row.lastSeenMillis()).isEqualTo(start);
                edges.add(row.edge());
                calls += row.calls();
            }
            assertThat(edges).hasSize(120);
        }
        // 12,000 spans a second are 360,000 calls a minute
        assertThat(calls / 4.0).isBetween(0.95 * 360_000, 1.05 * 360_000);
    }

    @Test
    @DisplayName("have companions of ten seconds")
    void haveCompanions() {
        assertThat(EdgeRowJson.read(MeshRows.of(SETTINGS).otherWindow()).windowSize())
                .isEqualTo(WindowSize.TEN_SECONDS);
    }

    @Test
    @DisplayName("need a mesh that has so many edges")
    void needRoom() {
        assertThatThrownBy(() -> new DetectionCostSettings(10, 46, 1, 1, 1, Duration.ofSeconds(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("edges: 46 (expected: at most 45");
    }
}
