/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of latencies")
class LatencyReportTest {
    @Test
    @DisplayName("gives quantiles by rank")
    void quantiles() {
        LatencyReport report =
                new LatencyReport(1, 0, 100, LongStream.rangeClosed(1, 100).toArray());

        assertThat(report.quantileMillis(0.5)).isEqualTo(50);
        assertThat(report.quantileMillis(0.99)).isEqualTo(99);
        assertThat(report.quantileMillis(1)).isEqualTo(100);
    }

    @Test
    @DisplayName("counts a probe that was never seen as slower than all others")
    void lost() throws IOException {
        LatencyReport report =
                new LatencyReport(1, 0, 100, LongStream.rangeClosed(1, 98).toArray());
        JsonNode json = new ObjectMapper().readTree(report.toJson());

        assertThat(json.get("p95_seconds").asDouble()).isEqualTo(0.095);
        assertThat(json.get("p99_seconds").isNull()).isTrue();
        assertThat(json.get("probes_seen").asInt()).isEqualTo(98);
    }
}
