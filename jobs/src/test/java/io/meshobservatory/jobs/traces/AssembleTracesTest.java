/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static io.meshobservatory.jobs.traces.Spans.slice;
import static io.meshobservatory.jobs.traces.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.telemetry.DropReason;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import io.meshobservatory.jobs.serialization.Types;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssembleTracesTest {
    /** Start of a ten-second window; all times are relative to it. */
    private static final long WINDOW = 1_700_000_000_000L;

    private static final long LATENESS = 120_000;

    private KeyedOneInputStreamOperatorTestHarness<TraceId, SliceBatch, CallChange> harness;

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
    void publishesACallWhenTheWindowOfItsEndCloses() throws Exception {
        harness.processElement(slice(server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processElement(slice(client(WINDOW + 50, WINDOW + 250)), 0);
        harness.processWatermark(WINDOW + 9_998);
        assertThat(changes()).isEmpty();

        harness.processWatermark(WINDOW + 9_999);

        assertThat(changes()).singleElement().satisfies(change -> {
            assertThat(change.withdrawn()).isFalse();
            assertThat(change.call().evidence()).isEqualTo(Evidence.BOTH_SIDES);
        });
    }

    /** The server's span may come with another batch, long after the client's: first a guess, then the truth. */
    @Test
    void withdrawsWhatALateSpanTellsDifferently() throws Exception {
        harness.processElement(slice(client(WINDOW + 50, WINDOW + 250)), 0);
        harness.processWatermark(WINDOW + 20_000);
        assertThat(changes()).hasSize(1);

        harness.processElement(slice(server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processWatermark(WINDOW + 29_999);

        assertThat(changes()).hasSize(3);
        assertThat(changes().get(1).withdrawn() || changes().get(2).withdrawn()).isTrue();
        assertThat(changes())
                .anySatisfy(change -> assertThat(change.call().evidence()).isEqualTo(Evidence.BOTH_SIDES));
    }

    @Test
    void countsASpanThatIsSentTwiceOnce() throws Exception {
        harness.processElement(slice(client(WINDOW + 50, WINDOW + 250), server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processElement(slice(client(WINDOW + 50, WINDOW + 250), server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processWatermark(WINDOW + 10_000);
        harness.processElement(slice(server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processWatermark(WINDOW + 30_000);

        assertThat(changes()).hasSize(1);
    }

    @Test
    void leavesNothingBehind() throws Exception {
        for (int trace = 1; trace <= 50; trace++) {
            harness.processElement(slice(span(trace, 1, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + trace * 1_000)), 0);
        }
        harness.processWatermark(WINDOW + 40_000);
        harness.snapshot(1, 1);
        harness.processWatermark(WINDOW + 60_000);
        assertThat(tracesAtRest()).isEqualTo(50);
        assertThat(harness.numKeyedStateEntries()).isPositive();

        harness.processWatermark(WINDOW + 60_000 + LATENESS);

        assertThat(tracesAtRest()).isZero();
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(changes()).hasSize(50);
    }

    @Test
    void tellsWhatIsTooLate() throws Exception {
        harness.processWatermark(WINDOW + 9_999 + LATENESS);
        harness.processElement(slice(client(WINDOW, WINDOW + 100)), 0);

        assertThat(dropped()).singleElement().extracting(DroppedSpan::reason).isEqualTo(DropReason.TOO_LATE);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void keepsASpanThatIsJustNotTooLate() throws Exception {
        harness.processWatermark(WINDOW + 9_998 + LATENESS);
        harness.processElement(slice(client(WINDOW, WINDOW + 100)), 0);
        harness.processWatermark(WINDOW + 9_999 + LATENESS);

        assertThat(dropped()).isEmpty();
    }

    /** A trace that never ends must not fill the memory. */
    @Test
    void limitsTheSpansOfATrace() throws Exception {
        for (int id = 1; id <= 30; id++) {
            harness.processElement(slice(span(1, id, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + id)), 0);
        }
        harness.processWatermark(WINDOW + 10_000);

        assertThat(changes()).hasSize(20);
        assertThat(dropped())
                .hasSize(10)
                .allSatisfy(span -> assertThat(span.reason()).isEqualTo(DropReason.TRACE_TOO_LARGE));
    }

    /** A trace may go on for longer than the lateness: what begins later must still find its parents. */
    @Test
    void keepsWhatIsAtRestWhileLaterSpansOfTheTraceWait() throws Exception {
        harness.processElement(slice(client(WINDOW, WINDOW + 9_000)), 0);
        harness.processWatermark(WINDOW + LATENESS + 6_000);
        assertThat(changes()).hasSize(1);
        harness.processElement(slice(server(WINDOW + 8_000, WINDOW + LATENESS + 12_000)), 0);
        harness.processWatermark(WINDOW + LATENESS + 19_999);
        harness.processWatermark(WINDOW + 3 * LATENESS);

        assertThat(changes())
                .filteredOn(change -> !change.withdrawn())
                .extracting(change -> change.call().evidence())
                .doesNotContain(Evidence.CALLER_MISSING, Evidence.CALLEE_ONLY);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    /** Spans over the limit are dropped, and those end last; what is at rest must not be forgotten the earlier for that. */
    @Test
    void keepsATraceOverTheLimitAsLongAsBefore() throws Exception {
        harness.processElement(slice(span(1, 1, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + 15_000)), 0);
        harness.processWatermark(WINDOW + 20_000);
        for (int id = 2; id <= 30; id++) {
            harness.processElement(slice(span(1, id, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + id)), 0);
        }
        harness.processWatermark(WINDOW + 29_999);
        assertThat(tracesAtRest()).isEqualTo(1);
        harness.processWatermark(WINDOW + 19_999 + LATENESS);
        assertThat(tracesAtRest()).isEqualTo(1);
        harness.processWatermark(WINDOW + 20_000 + LATENESS);

        assertThat(tracesAtRest()).isZero();
    }

    /** One trace id that everybody uses: nothing is kept of what is over the limit, although no window closes. */
    @Test
    void compactsATraceThatGrows() throws Exception {
        String text = "x".repeat(150);
        io.meshobservatory.core.telemetry.Span[] many = new io.meshobservatory.core.telemetry.Span[40_000];
        for (int id = 1; id <= many.length; id++) {
            many[id - 1] = span(1, id, 0, SpanKind.CLIENT, text, WINDOW, WINDOW + 1 + id % 1_000);
        }
        harness.processElement(slice(many[0]), 0);
        harness.processElement(slice(many), 0);

        assertThat(dropped()).hasSize(many.length - 20);
        harness.processWatermark(WINDOW + 10_000);
        assertThat(changes()).hasSize(20);
    }

    /** After a restart watermarks begin anew; a retransmission of what was forgotten must not count again. */
    @Test
    void remembersAcrossARestartWhatIsTooLate() throws Exception {
        harness.processElement(slice(client(WINDOW, WINDOW + 100)), 0);
        harness.processWatermark(WINDOW + 9_999 + LATENESS);
        harness.processElement(slice(client(WINDOW + 200_000, WINDOW + 200_100)), 0);
        restart();
        harness.processElement(slice(client(WINDOW, WINDOW + 100)), 0);

        assertThat(dropped()).singleElement().extracting(DroppedSpan::reason).isEqualTo(DropReason.TOO_LATE);
    }

    /** After a restart the watermark is gone for a while; what was published must not be taken back meanwhile. */
    @Test
    void doesNotTurnTimeBackAfterARestart() throws Exception {
        harness.processElement(slice(span(1, 1, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + 15_000)), 0);
        harness.processWatermark(WINDOW + 25_000);
        restart();
        harness.processElement(slice(span(1, 2, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + 5_000)), 0);
        harness.processWatermark(WINDOW + 29_999);

        assertThat(changes()).singleElement().satisfies(change -> {
            assertThat(change.withdrawn()).isFalse();
            assertThat(change.call().definingSpanId()).isEqualTo(2);
        });
    }

    /** A checkpoint between a client's span and its server's must not change what is published. */
    @Test
    void goesOnFromASnapshotHalfWay() throws Exception {
        harness.processElement(slice(client(WINDOW + 50, WINDOW + 250)), 0);
        harness.processWatermark(WINDOW + 20_000);
        restart();
        harness.processElement(slice(server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processWatermark(WINDOW + 29_999);

        assertThat(changes()).extracting(CallChange::withdrawn).containsExactlyInAnyOrder(true, false);
    }

    /** After a restart a trace must be at rest once: not on the page that it was taken up from, nor while it is open. */
    @Test
    void knowsAfterARestartWhatRests() throws Exception {
        harness.processElement(slice(client(WINDOW + 50, WINDOW + 250)), 0);
        harness.processElement(slice(span(2, 1, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + 100)), 0);
        harness.processWatermark(WINDOW + 9_999);
        restart();
        assertThat(tracesAtRest()).isEqualTo(2);
        harness.processElement(slice(server(WINDOW + 100, WINDOW + 200)), 0);
        restart();
        assertThat(tracesAtRest()).isEqualTo(1);
        harness.processWatermark(WINDOW + 19_999);
        assertThat(changes()).hasSize(2);
        restart();
        assertThat(tracesAtRest()).isEqualTo(2);
        harness.processElement(slice(server(WINDOW + 100, WINDOW + 200)), 0);
        harness.processWatermark(WINDOW + 29_999);
        assertThat(changes()).isEmpty();

        harness.processWatermark(WINDOW + 10_000 + LATENESS);

        assertThat(tracesAtRest()).isZero();
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    /** The traces of one request wait for different windows, and each is published with its own spans only. */
    @Test
    void keepsTheTracesOfARequestApart() throws Exception {
        SpanPacker packer = new SpanPacker();
        for (int trace = 1; trace <= 20; trace++) {
            long end = WINDOW + trace * 1_000;
            Spans.addSlice(
                    packer,
                    span(trace, 1, 0, SpanKind.CLIENT, "a" + trace % 3, WINDOW, end),
                    span(trace, 2, 1, SpanKind.SERVER, "b" + trace % 5, WINDOW, end));
        }
        harness.processElement(packer.take(new TraceId(0, 1)), 0);
        harness.processWatermark(WINDOW + 9_999);
        assertThat(changes()).hasSize(9);
        restart();
        harness.processWatermark(WINDOW + 39_999);

        assertThat(changes()).hasSize(11).allSatisfy(change -> {
            long trace = change.call().traceId().low();
            assertThat(change.call().evidence()).isEqualTo(Evidence.BOTH_SIDES);
            assertThat(change.call().edge().source().name()).isEqualTo("a" + trace % 3);
            assertThat(change.call().edge().destination().name()).isEqualTo("b" + trace % 5);
        });
    }

    /** Where spans are decoded at another parallelism than traces are assembled, no trace is torn apart in silence. */
    @Test
    void refusesTracesOfAnotherSubtask() throws Exception {
        try (var second = new KeyedOneInputStreamOperatorTestHarness<>(
                new AssembleTraces(ServiceGraphConfig.defaults(), false), SliceBatch::key, Types.TRACE_ID, 128, 2, 1)) {
            second.open();
            TraceId foreign = new TraceTargets(2, 128).key(0);
            SliceBatch batch = slice(span(foreign.low(), 1, 0, SpanKind.CLIENT, "a", WINDOW, WINDOW + 100));

            assertThatThrownBy(() -> second.processElement(batch, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("parallelism");
        }
    }

    private long tracesAtRest() {
        return ((AssembleTraces) harness.getOperator()).restingTraces();
    }

    private static io.meshobservatory.core.telemetry.Span client(long start, long end) {
        return span(1, 1, 0, SpanKind.CLIENT, "a", start, end);
    }

    private static io.meshobservatory.core.telemetry.Span server(long start, long end) {
        return span(1, 2, 1, SpanKind.SERVER, "b", start, end);
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

    private static KeyedOneInputStreamOperatorTestHarness<TraceId, SliceBatch, CallChange> newHarness()
            throws Exception {
        ServiceGraphConfig defaults = ServiceGraphConfig.defaults();
        ServiceGraphConfig config = new ServiceGraphConfig(
                defaults.disorder(),
                defaults.earliness(),
                defaults.idleness(),
                defaults.allowedLateness(),
                defaults.callerPatience(),
                defaults.futureTolerance(),
                20,
                defaults.nameLimits());
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new AssembleTraces(config, false), SliceBatch::key, Types.TRACE_ID);
    }

    private List<CallChange> changes() {
        return harness.extractOutputValues();
    }

    private List<DroppedSpan> dropped() {
        var side = harness.getSideOutput(AssembleTraces.DROPPED_SPANS);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
