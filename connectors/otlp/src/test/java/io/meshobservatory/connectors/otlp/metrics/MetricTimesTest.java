/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetricTimesTest {
    private static final byte[] DAMAGED = "no protobuf".getBytes(StandardCharsets.UTF_8);

    @Test
    @DisplayName("the latest point counts, of whatever type")
    void latest() {
        byte[] request = Requests.scrape("a")
                .counter("c", 1, "x=y")
                .time(Requests.TIME_NANOS + 7_000_000)
                .histogram("h", 1, List.of(1.0), List.of(1L, 2L), "x=y")
                .time(Requests.TIME_NANOS + 3_000_000)
                .gauge("g", 1, "")
                .bytes();
        assertThat(MetricTimes.latestMillis(request)).isEqualTo(Requests.TIME_MILLIS + 7);
    }

    @Test
    @DisplayName("a request without points, or one that is damaged, has no time")
    void none() {
        assertThat(MetricTimes.latestMillis(new byte[0])).isEqualTo(MetricTimes.NONE);
        assertThat(MetricTimes.latestMillis(Requests.scrape("a").bytes())).isEqualTo(MetricTimes.NONE);
        assertThat(MetricTimes.latestMillis(DAMAGED)).isEqualTo(MetricTimes.NONE);
        byte[] whole = Requests.scrape("a").counter("c", 1, "x=y").bytes();
        for (int length = 1; length < whole.length; length++) {
            // must end, and must not throw, wherever the bytes end
            MetricTimes.latestMillis(Arrays.copyOf(whole, length));
        }
    }

    @Test
    @DisplayName("what is no request is an error that says so")
    void undecodable() {
        assertThatThrownBy(() -> new MetricDecoder().decode(DAMAGED))
                .isInstanceOf(MetricDecodeException.class)
                .hasMessageStartingWith("not an ExportMetricsServiceRequest: ");
    }
}
