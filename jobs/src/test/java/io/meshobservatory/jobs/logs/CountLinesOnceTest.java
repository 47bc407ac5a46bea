/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.logs;

import static io.meshobservatory.jobs.logs.Lines.entry;
import static io.meshobservatory.jobs.logs.Lines.unparsed;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.logs.LineId;
import io.meshobservatory.connectors.otlp.logs.LogLine;
import io.meshobservatory.connectors.otlp.logs.UnparsedLine;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Counting log lines once")
class CountLinesOnceTest {
    /** Start of a ten-second window; all times are relative to it. */
    private static final long WINDOW = 1_700_000_000_000L;

    private static final long LATENESS = 120_000;

    private KeyedOneInputStreamOperatorTestHarness<LineId, LogLine, CallChange> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    @DisplayName("a line that is delivered again counts once, with its facts")
    void repeated() throws Exception {
        harness.processElement(entry(1, WINDOW + 1), 0);
        harness.processElement(entry(2, WINDOW + 1), 0);
        harness.processWatermark(WINDOW + 50_000);
        harness.processElement(entry(1, WINDOW + 1), 0);

        assertThat(changes()).hasSize(2).allSatisfy(change -> {
            assertThat(change.vantage()).isEqualTo(Vantage.LOGS_SOURCE);
            assertThat(change.withdrawn()).isFalse();
        });
        assertThat(facts()).hasSize(2);
    }

    @Test
    @DisplayName("a line is remembered until it would be too late anyway, and not longer")
    void leavesNothingBehind() throws Exception {
        for (int id = 0; id < 50; id++) {
            harness.processElement(entry(id, WINDOW + id * 1000), 0);
        }
        harness.processWatermark(WINDOW + 9_998 + LATENESS);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(50);

        harness.processWatermark(WINDOW + 9_999 + LATENESS);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(40);
        harness.processElement(entry(0, WINDOW), 0);
        harness.processWatermark(WINDOW + 49_999 + LATENESS);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(changes()).hasSize(50);
    }

    @Test
    @DisplayName("a line is late when the allowed lateness of its window is over, and not before")
    void late() throws Exception {
        harness.processWatermark(WINDOW + 9_998 + LATENESS);
        harness.processElement(entry(1, WINDOW), 0);
        harness.processWatermark(WINDOW + 9_999 + LATENESS);
        harness.processElement(entry(2, WINDOW + 9_999), 0);
        harness.processElement(entry(3, WINDOW + 10_000), 0);

        assertThat(changes())
                .extracting(change -> change.call().traceId().low())
                .containsExactly(1L, 3L);
    }

    @Test
    @DisplayName("after a restart the watermark begins anew, but what was forgotten stays late")
    void restartWithForgottenLines() throws Exception {
        harness.processElement(entry(1, WINDOW), 0);
        harness.processWatermark(WINDOW + 9_999 + LATENESS);
        harness.processElement(entry(2, WINDOW + 200_000), 0);
        restart();
        harness.processElement(entry(1, WINDOW), 0);
        harness.processElement(entry(2, WINDOW + 200_000), 0);
        harness.processElement(entry(3, WINDOW + 200_000), 0);

        assertThat(changes())
                .extracting(change -> change.call().traceId().low())
                .containsExactly(3L);
    }

    @Test
    @DisplayName("a line that could not be read is a fact once, and is kept even if it is late")
    void unparsedLines() throws Exception {
        harness.processElement(unparsed(1, WINDOW + 5), 0);
        harness.processElement(unparsed(1, WINDOW + 5), 0);
        harness.processWatermark(WINDOW + 9_999 + LATENESS);
        harness.processElement(unparsed(2, WINDOW + 5), 0);

        assertThat(changes()).isEmpty();
        assertThat(facts())
                .containsExactly(
                        new Fact(Lines.CART, null, FactKind.UNPARSED_LOG_LINES, "unknown_format", WINDOW + 5, 1));
        assertThat(side(CountLinesOnce.UNPARSED))
                .extracting(UnparsedLine::id)
                .containsExactly(new LineId(8, 1), new LineId(8, 2));
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.setup();
        harness.initializeState(snapshot);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<LineId, LogLine, CallChange> newHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CountLinesOnce(LATENESS)), LogLine::id, LogTypes.LINE_ID);
    }

    private List<CallChange> changes() {
        return harness.extractOutputValues();
    }

    private List<Fact> facts() {
        return side(CountLinesOnce.FACTS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
