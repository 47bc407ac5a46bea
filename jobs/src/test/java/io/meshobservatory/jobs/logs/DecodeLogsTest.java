/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import static io.meshobservatory.jobs.logs.Lines.otlp;
import static io.meshobservatory.jobs.logs.Lines.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.jobs.source.OtlpRecord;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Decoding logs")
class DecodeLogsTest {
    private static final long TIME = 1_700_000_000_000L;
    private static final long TOLERANCE = 60_000;
    private static final String INBOUND =
            "[2023-11-14T22:13:20.000Z] \"GET / HTTP/1.1\" 200 - via_upstream - \"-\" 1 2 3 3"
                    + " \"-\" \"-\" \"%s\" \"-\" \"-\" inbound|80|| - 10.0.1.9:80 10.0.0.1:4000"
                    + " outbound_.80_._.pay.shop.svc.cluster.local default";

    private OneInputStreamOperatorTestHarness<OtlpRecord, LogLine> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new DecodeLogs(TOLERANCE)));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    @DisplayName("gives lines, and keeps records that are no requests")
    void deadLetters() throws Exception {
        OtlpRecord broken = new OtlpRecord("otlp_logs", 0, 1, TIME, new byte[] {10, 5});
        harness.processElement(otlp(0, TIME, List.of(text(TIME, 1, "a"), "started", text(TIME, 2, "b"))), 0);
        harness.processElement(broken, 0);

        assertThat(harness.extractOutputValues()).hasSize(2);
        assertThat(side(DecodeLogs.DEAD_LETTERS)).singleElement().satisfies(letter -> {
            assertThat(letter.record()).isEqualTo(broken);
            assertThat(letter.reason()).startsWith("no ExportLogsServiceRequest: ");
        });
    }

    @Test
    @DisplayName("drops calls that ended after they were written, by more than clocks differ")
    void future() throws Exception {
        harness.processElement(
                otlp(0, TIME, List.of(text(TIME + TOLERANCE - 10, 1, "just"), text(TIME + TOLERANCE, 1, "not"))), 0);

        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    @DisplayName("tells the address of a workload once a minute, as of its beginning")
    void aliases() throws Exception {
        harness.processElement(
                otlp(0, OtlpRecord.NEVER_WRITTEN, List.of(INBOUND.formatted("a"), INBOUND.formatted("b"))), 0);
        String nextMinute = INBOUND.formatted("c").replace("22:13:20", "22:14:30");
        harness.processElement(otlp(1, OtlpRecord.NEVER_WRITTEN, List.of(nextMinute)), 0);

        assertThat(side(DecodeLogs.ALIASES))
                .extracting(Alias::timeMillis)
                .containsExactly(1_699_999_980_000L, 1_700_000_040_000L);
        assertThat(side(DecodeLogs.ALIASES))
                .extracting(alias -> alias.workload().node().name())
                .containsOnly("pay");
    }

    @Test
    @DisplayName("gives a line without a time that of the record")
    void timeOfRecord() throws Exception {
        String broken = "[2023-11-14T22:13:20.000Z] \"GET / HTTP/1.1\" 200";
        harness.processElement(otlp(0, TIME, List.of(broken)), 5);
        harness.processElement(otlp(1, OtlpRecord.NEVER_WRITTEN, List.of(broken + " -")), 5);

        assertThat(harness.extractOutputValues())
                .extracting(line -> ((UnparsedLine) line).timeMillis())
                .containsExactly(TIME, 5L);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
