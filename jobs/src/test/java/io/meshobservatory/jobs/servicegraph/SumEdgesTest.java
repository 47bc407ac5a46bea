/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.servicegraph;

import static io.meshobservatory.jobs.traces.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.trace.TraceLinker;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeStats;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.serialization.Types;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SumEdgesTest {
    /** Start of an hour. */
    private static final long HOUR = 1_700_002_800_000L;

    private static final long LATENESS = 120_000;

    private KeyedOneInputStreamOperatorTestHarness<Relation, EdgeDelta, EdgeRow> harness;

    @BeforeEach
    void open() throws Exception {
        assertThat(WindowSize.ONE_HOUR.startMillis(HOUR)).isEqualTo(HOUR);
        harness = newHarness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void givesEachWindowWhenItCloses() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processElement(delta(HOUR + 10_000, 4), 0);

        harness.processWatermark(HOUR + 9_999);
        assertThat(rows(WindowSize.TEN_SECONDS)).extracting(EdgeRow::calls).containsExactly(3L);
        harness.processWatermark(HOUR + 19_999);
        assertThat(rows(WindowSize.TEN_SECONDS)).extracting(EdgeRow::calls).containsExactly(3L, 4L);
        assertThat(rows(WindowSize.ONE_MINUTE)).isEmpty();
        harness.processWatermark(HOUR + 59_999);
        assertThat(rows(WindowSize.ONE_MINUTE)).extracting(EdgeRow::calls).containsExactly(7L);
        assertThat(rows(WindowSize.ONE_HOUR)).extracting(EdgeRow::calls).containsExactly(7L);
    }

    @Test
    void givesTheRowAgainAfterALateChange() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processWatermark(HOUR + 70_000);
        harness.processElement(delta(HOUR, 1), 0);
        harness.processWatermark(HOUR + 70_200);

        assertThat(rows(WindowSize.TEN_SECONDS)).extracting(EdgeRow::calls).containsExactly(3L, 4L);
        assertThat(rows(WindowSize.ONE_MINUTE)).extracting(EdgeRow::calls).containsExactly(3L, 4L);
    }

    @Test
    void leavesNothingBehind() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processElement(delta(HOUR + 3_600_000, 3), 0);
        harness.processWatermark(HOUR + 2 * 3_600_000L + LATENESS);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(rows(WindowSize.ONE_HOUR)).isNotEmpty();
    }

    /** A small late change to a forgotten window would replace the whole row by itself. */
    @Test
    void refusesChangesToForgottenWindowsAcrossARestart() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processWatermark(HOUR + 9_999 + LATENESS);
        restart();
        harness.processElement(delta(HOUR, 1), 0);
        harness.processWatermark(HOUR + 10_000 + LATENESS);

        assertThat(rows(WindowSize.TEN_SECONDS)).isEmpty();
    }

    @Test
    void goesOnFromASnapshotHalfWay() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processWatermark(HOUR + 20_000);
        restart();
        harness.processElement(delta(HOUR + 20_000, 2), 0);
        harness.processWatermark(HOUR + 59_999);

        assertThat(rows(WindowSize.ONE_MINUTE)).extracting(EdgeRow::calls).containsExactly(5L);
    }

    /** What was written after the checkpoint, and is not part of what is replayed, is written over. */
    @Test
    void givesRowsAgainAfterARestartWhenTheEdgeIsTouched() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processWatermark(HOUR + 70_000);
        restart();
        harness.processElement(delta(HOUR + 60_000, 1), 0);
        assertThat(harness.extractOutputValues()).isEmpty();
        harness.processWatermark(HOUR + 70_001);

        assertThat(rows(WindowSize.TEN_SECONDS)).extracting(EdgeRow::calls).containsExactlyInAnyOrder(3L, 1L);
        assertThat(rows(WindowSize.ONE_MINUTE)).extracting(EdgeRow::calls).containsExactly(3L);
        harness.processWatermark(HOUR + 70_002);
        assertThat(rows(WindowSize.TEN_SECONDS)).as("once").hasSize(2);
    }

    @Test
    void givesRowsAgainAfterARestartBeforeTheyAreForgotten() throws Exception {
        harness.processElement(delta(HOUR, 3), 0);
        harness.processWatermark(HOUR + 70_000);
        restart();
        harness.processWatermark(HOUR + 9_999 + LATENESS);
        assertThat(rows(WindowSize.TEN_SECONDS)).extracting(EdgeRow::calls).containsExactly(3L);
        restart();
        harness.processWatermark(HOUR + 3_600_000 + LATENESS);

        assertThat(rows(WindowSize.TEN_SECONDS)).as("forgotten").isEmpty();
        assertThat(rows(WindowSize.ONE_MINUTE)).extracting(EdgeRow::calls).containsExactly(3L);
        assertThat(rows(WindowSize.ONE_HOUR)).extracting(EdgeRow::calls).containsExactly(3L);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    /** All timers fire when a savepoint drains the job: those of the hour and of its lateness, too. */
    @Test
    @DisplayName("a drained job that goes on counts what comes next")
    void goesOnAfterADrain() throws Exception {
        harness.processElement(delta(HOUR, 1), 0);
        harness.processWatermark(Long.MAX_VALUE);
        restart();
        harness.processElement(delta(HOUR + 60_000, 2), 0);
        harness.processWatermark(HOUR + 70_000);

        assertThat(rows(WindowSize.TEN_SECONDS)).extracting(EdgeRow::calls).containsExactly(2L);
    }

    private static EdgeDelta delta(long windowStart, int calls) {
        EdgeStats stats = new EdgeStats();
        Call call = TraceLinker.link(List.of(
                        span(1, 1, 0, SpanKind.CLIENT, "a", windowStart, windowStart + 5),
                        span(1, 2, 1, SpanKind.SERVER, "b", windowStart + 1, windowStart + 4)))
                .get(0);
        for (int i = 0; i < calls; i++) {
            stats.add(call);
        }
        return new EdgeDelta(call.edge(), windowStart, Vantage.TRACES, stats);
    }

    /** From a checkpoint, in a new operator; what was given out before is forgotten, and the watermark begins anew. */
    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.setup();
        harness.initializeState(snapshot);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<Relation, EdgeDelta, EdgeRow> newHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SumEdges(ServiceGraphConfig.defaults(), false)),
                delta -> delta.edge().relation(),
                Types.RELATION);
    }

    private List<EdgeRow> rows(WindowSize size) {
        return harness.extractOutputValues().stream()
                .filter(row -> row.windowSize() == size)
                .toList();
    }
}
