/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A call written in any form")
class AccessLogFormsTest {
    private static final int CALLS = 500;

    @ParameterizedTest(name = "seed {0}")
    @DisplayName("is read as it was, and recognised as the same line")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void roundTrip(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CALLS; i++) {
            WrittenCall written = WrittenCall.random(random);
            List<LogRecord> forms = List.of(
                    Requests.line(written.text(false)).build(),
                    Requests.line("2026-01-02T03:04:05.123456789Z " + written.text(false))
                            .build(),
                    Requests.line(written.json(true)).build(),
                    Requests.line(written.json(false)).build(),
                    written.structured(true),
                    written.structured(false),
                    written.labels());
            LineId id = null;
            for (LogRecord form : forms) {
                AccessEntry entry = Requests.entry(Map.of(), form);

                assertThat(entry.call()).as("%s", form).isEqualTo(written.expected());
                assertThat(entry.vantage()).isEqualTo(written.expectedVantage());
                id = id == null ? entry.id() : id;
                assertThat(entry.id()).isEqualTo(id);
            }
            assertThat(Requests.entry(written.text(true)).call()).isEqualTo(written.expected());
        }
    }

    @Test
    @DisplayName("has an identity of its own")
    void identities() {
        Random random = new Random(6);
        Set<LineId> ids = new HashSet<>();
        for (int i = 0; i < CALLS; i++) {
            ids.add(Requests.entry(WrittenCall.random(random).text(false)).id());
        }

        assertThat(ids).hasSize(CALLS);
    }

    @Test
    @DisplayName("is another line if another proxy wrote it, or if it stands twice in one request")
    void otherIdentities() {
        WrittenCall written = WrittenCall.random(new Random(7));
        LogRecord line = Requests.line(written.text(false)).build();
        DecodedLogs twice = Requests.decode(Map.of(), line, line);
        DecodedLogs again = Requests.decode(Map.of(), line, line);
        AccessEntry elsewhere = Requests.entry(Map.of("k8s.pod.name", "a-0"), line);

        assertThat(twice.lines())
                .extracting(LogLine::id)
                .doesNotHaveDuplicates()
                .doesNotContain(elsewhere.id());
        assertThat(twice.lines()).isEqualTo(again.lines());
    }

    @Test
    @DisplayName("keeps its identity when a Collector collects it again later")
    void collectedAgain() {
        WrittenCall written = WrittenCall.random(new Random(8));
        LogRecord.Builder line = Requests.line(written.text(false));
        AccessEntry first =
                Requests.entry(Map.of(), line.setObservedTimeUnixNano(1).build());
        AccessEntry second =
                Requests.entry(Map.of(), line.setObservedTimeUnixNano(2).build());

        assertThat(second).isEqualTo(first);
    }
}
