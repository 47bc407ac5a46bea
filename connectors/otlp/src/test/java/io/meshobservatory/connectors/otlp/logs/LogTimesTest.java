/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Times of log requests")
class LogTimesTest {
    private static final long TOLD = 1_772_600_767_123L;
    private static final long NANOS = 1_000_000;

    @Test
    @DisplayName("are the latest of the records'")
    void latest() {
        byte[] request = Requests.request(
                Map.of("service.name", "a"),
                List.of(
                        Requests.line("a").setTimeUnixNano(5 * NANOS).build(),
                        Requests.line("b")
                                .setTimeUnixNano(TOLD * NANOS + 999_999)
                                .build(),
                        Requests.line("c").setTimeUnixNano(6 * NANOS).build()));

        assertThat(LogTimes.latestMillis(request)).isEqualTo(TOLD);
    }

    @ParameterizedTest
    @DisplayName("stand in the line where the record has none")
    @CsvSource(
            delimiter = '|',
            value = {
                "[2026-03-04T05:06:07.123Z] \"GET / HTTP/1.1\" 200",
                "2026-03-05T00:00:00.5Z [2026-03-04T05:06:07.123Z] \"GET / HTTP/1.1\" 200",
                "2026-03-05T00:00:00.5Z stdout F [2026-03-04T05:06:07.123Z] \"GET / HTTP/1.1\" 200",
                "{\"method\":\"GET\",\"start_time\": \"2026-03-04T05:06:07.123Z\"}",
                "{\"time\":\"2026-03-04T05:06:07.123Z\",\"scope\":\"access\"}",
                "2026-03-04T05:06:07.123Z\tinfo\taccess\tconnection complete"
            })
    void inTheLine(String line) {
        byte[] request = Requests.request(
                Map.of(),
                List.of(Requests.line(line).setObservedTimeUnixNano(7 * NANOS).build()));

        assertThat(LogTimes.latestMillis(request)).isEqualTo(TOLD);
    }

    @Test
    @DisplayName("of collection count only where there is no other")
    void observed() {
        LogRecord record =
                Requests.line("hello").setObservedTimeUnixNano(TOLD * NANOS).build();

        assertThat(LogTimes.latestMillis(Requests.request(Map.of(), List.of(record))))
                .isEqualTo(TOLD);
        assertThat(LogTimes.latestMillis(Requests.request(
                        Map.of(),
                        List.of(record.toBuilder().setTimeUnixNano(NANOS).build()))))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("are none in requests that have none, or are damaged")
    void none() {
        assertThat(LogTimes.latestMillis(new byte[0])).isEqualTo(LogTimes.NONE);
        assertThat(LogTimes.latestMillis(new byte[] {10, 100, 1})).isEqualTo(LogTimes.NONE);
        assertThat(LogTimes.latestMillis(
                        Requests.request(Map.of(), List.of(Requests.line("x").build()))))
                .isEqualTo(LogTimes.NONE);
    }
}
