/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.jobs.serialization.Types;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SumFactsTest {
    /** Start of a minute. */
    private static final long MINUTE = 1_700_002_800_000L;

    private static final long LATENESS = 120_000;
    private static final Node NODE = new Node("c", "shop", "cart", NodeKind.SERVICE);

    private KeyedOneInputStreamOperatorTestHarness<Node, Fact, FactRow> harness;

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
    @DisplayName("A minute's facts come when it closes")
    void givesAMinuteWhenItCloses() throws Exception {
        send("rule", MINUTE, 3);
        send("rule", MINUTE + 59_999, 4);
        send("rule", MINUTE + 60_000, 5);
        harness.processWatermark(MINUTE + 59_998);
        assertThat(rows()).isEmpty();

        harness.processWatermark(MINUTE + 60_000);
        assertThat(rows()).containsExactly(row("rule", MINUTE, 7));
        harness.processWatermark(MINUTE + 119_999);

        assertThat(rows()).containsExactly(row("rule", MINUTE, 7), row("rule", MINUTE + 60_000, 5));
    }

    @Test
    @DisplayName("A late fact changes its row, and only its own")
    void givesTheRowAgainAfterALateFact() throws Exception {
        send("rule", MINUTE, 3);
        send("other", MINUTE, 3);
        harness.processWatermark(MINUTE + 70_000);
        send("rule", MINUTE, 1);
        harness.processWatermark(MINUTE + 71_000);

        assertThat(rows()).containsExactly(row("other", MINUTE, 3), row("rule", MINUTE, 3), row("rule", MINUTE, 4));
    }

    @Test
    @DisplayName("What is past the lateness, or no number, changes nothing")
    void refusesWhatIsTooLateOrNoNumber() throws Exception {
        send("rule", MINUTE, 3);
        harness.processWatermark(MINUTE + 59_999 + LATENESS);
        send("rule", MINUTE, 1);
        send("rule", MINUTE + 300_000, Double.NaN);
        harness.processWatermark(MINUTE + 600_000);

        assertThat(rows()).containsExactly(row("rule", MINUTE, 3));
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    @DisplayName("After a restart, what was forgotten before stays too late")
    void refusesForgottenMinutesAcrossARestart() throws Exception {
        send("rule", MINUTE, 3);
        harness.processWatermark(MINUTE + 59_999 + LATENESS);
        restart();
        send("rule", MINUTE, 1);
        harness.processWatermark(MINUTE + 60_000 + LATENESS);

        assertThat(rows()).isEmpty();
    }

    @Test
    @DisplayName("Goes on from a snapshot in the middle of a minute and after it")
    void goesOnFromASnapshotHalfWay() throws Exception {
        send("rule", MINUTE, 3);
        restart();
        send("rule", MINUTE, 4);
        harness.processWatermark(MINUTE + 60_000);
        assertThat(rows()).containsExactly(row("rule", MINUTE, 7));
        restart();
        send("rule", MINUTE, 1);
        harness.processWatermark(MINUTE + 60_001);

        assertThat(rows()).containsExactly(row("rule", MINUTE, 8));
    }

    /** All timers fire when a savepoint drains the job: minutes close that are not over. */
    @Test
    @DisplayName("A drained job that goes on takes nothing for late that is not")
    void goesOnAfterADrain() throws Exception {
        send("rule", MINUTE, 3);
        harness.processWatermark(Long.MAX_VALUE);
        restart();
        send("other", MINUTE, 1);
        harness.processWatermark(MINUTE + 60_000);

        assertThat(rows()).containsExactly(row("other", MINUTE, 1));
    }

    private void send(String detail, long time, double value) throws Exception {
        harness.processElement(new StreamRecord<>(new Fact(NODE, null, FactKind.RBAC_DENIED, detail, time, value)));
    }

    private static FactRow row(String detail, long start, double value) {
        return new FactRow(start, NODE, null, FactKind.RBAC_DENIED, detail, value);
    }

    private List<FactRow> rows() {
        return harness.extractOutputValues();
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

    private static KeyedOneInputStreamOperatorTestHarness<Node, Fact, FactRow> newHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SumFacts(LATENESS)), Fact::node, Types.NODE);
    }
}
