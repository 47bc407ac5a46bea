/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.metrics.MetricDecoder;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetPoints;
import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.jobs.config.ServiceGraphConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountIncreasesTest {
    /** Start of an hour; all times are relative to it, in seconds. */
    private static final long HOUR = 1_700_002_800_000L;

    private static final ServiceGraphConfig CONFIG = ServiceGraphConfig.defaults();

    private static final long REACH = MetricsStage.reachMillis(CONFIG);

    private final List<EdgeDelta> before = new ArrayList<>();
    private KeyedOneInputStreamOperatorTestHarness<String, TargetPoints, EdgeDelta> harness;

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
    @DisplayName("an increase leaves when its last window closes, one sum per window")
    void givesTheIncreaseWhenItsWindowCloses() throws Exception {
        scrape("p", 5, 100);
        scrape("p", 20, 115);
        watermark(19.998);
        assertThat(calls()).isEmpty();

        watermark(19.999);

        assertThat(calls()).containsExactly(5L, 10L);
        assertThat(harness.extractOutputValues())
                .extracting(delta -> (delta.windowStartMillis() - HOUR) / 1000)
                .containsExactly(0L, 10L);
        assertThat(harness.extractOutputValues())
                .extracting(EdgeDelta::vantage)
                .containsOnly(Vantage.METRICS_DESTINATION);
    }

    @Test
    @DisplayName("exports in any order are counted in the order of time")
    void countsInTheOrderOfTime() throws Exception {
        scrape("p", 35, 130);
        scrape("p", 5, 100);
        scrape("p", 20, 115);
        scrape("p", 35, 130);
        watermark(100);

        assertThat(calls().stream().mapToLong(Long::longValue).sum()).isEqualTo(30);
    }

    @Test
    @DisplayName("goes on from a snapshot, with what was waiting and what was counted")
    void goesOnFromASnapshotHalfWay() throws Exception {
        scrape("p", 5, 100);
        watermark(12);
        scrape("p", 35, 130);
        restart();
        scrape("p", 20, 115);
        scrape("p", 50, 3);
        watermark(100);

        assertThat(calls().stream().mapToLong(Long::longValue).sum())
                .as("30 before the process restarted, 3 since then")
                .isEqualTo(33);
    }

    @Test
    @DisplayName("after a restart, what was closed before stays closed, and is told")
    void keepsClosedWindowsClosedAcrossARestart() throws Exception {
        scrape("p", 5, 100);
        watermark(300);
        restart();
        scrape("p", 20, 115);
        watermark(301);

        assertThat(calls()).isEmpty();
        assertThat(side(CountIncreases.FACTS)).singleElement().satisfies(fact -> {
            assertThat(fact.kind()).isEqualTo(FactKind.UNUSABLE_METRIC_POINTS);
            assertThat(fact.detail()).isEqualTo("too_late");
            assertThat(fact.node().name()).isEqualTo("reviews");
            assertThat(fact.value()).as("calls and latencies").isEqualTo(2);
        });
    }

    @Test
    @DisplayName("what comes late counts in the windows that are still within reach")
    void countsLatePointsInOpenWindows() throws Exception {
        scrape("p", 5, 100);
        watermark(89.998);
        scrape("p", 25, 120);
        watermark(90.5);

        assertThat(calls()).containsExactly(20L);
        assertThat(harness.extractOutputValues())
                .extracting(delta -> (delta.windowStartMillis() - HOUR) / 1000)
                .as("the windows from 0 and 10 are closed")
                .containsExactly(20L);
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 60, 120, 180, 600})
    @DisplayName("whatever the scrape interval, increases stay out of windows that the event time of spans has closed")
    void staysWithinTheEventTimeOfSpans(long interval) throws Exception {
        scrape("p", 3, 100);
        watermark(3 - 5.001);
        scrape("p", 3 + interval, 1100);
        watermark(3 + interval + 20);

        long spans = at(3 + interval) + CONFIG.idleness().toMillis() + 20_000;
        assertThat(calls().stream().mapToLong(Long::longValue).sum()).isEqualTo(1000);
        assertThat(harness.extractOutputValues())
                .allMatch(delta -> delta.windowStartMillis()
                                + 9_999
                                + CONFIG.allowedLateness().toMillis()
                        > spans);
    }

    @Test
    @DisplayName("the reach follows from the lateness and the idleness of the job")
    void reach() {
        assertThat(REACH).isEqualTo(70_000);
        assertThat(MetricsStage.reachMillis(CONFIG.withIdleness(Duration.ofSeconds(5))))
                .isEqualTo(90_000);
        assertThat(MetricsStage.reachMillis(CONFIG.withIdleness(Duration.ofMinutes(5))))
                .isEqualTo(10_000);
    }

    @Test
    @DisplayName("a sidecar that two jobs scrape at two ports is counted once")
    void countsASidecarOfTwoJobsOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            scrape("kubernetes-pods", "10.0.0.1:15020", i * 15, 1000 + i * 10);
            scrape("envoy-stats", "10.0.0.1:15090", i * 15 + 3, 1002 + i * 10);
        }
        watermark(100);

        assertThat(calls().stream().mapToLong(Long::longValue).sum()).isEqualTo(22);
    }

    private void scrape(String job, String instance, double seconds, long calls) throws Exception {
        byte[] request = MetricRequests.scrape(job, instance, "reviews", 0, at(seconds), Map.of("productpage", calls));
        for (TargetPoints points : new MetricDecoder().decode(request).targets()) {
            harness.processElement(points, 0);
        }
    }

    @Test
    @DisplayName("tells whose the address of a target is")
    void tellsTheAddress() throws Exception {
        scrape("p", 5, 100);
        watermark(12);

        assertThat(side(CountIncreases.ALIASES)).singleElement().satisfies(alias -> {
            assertThat(alias.name()).isEqualTo(Alias.ofAddress("c", "p"));
            assertThat(alias.workload().node().name()).isEqualTo("reviews");
        });
    }

    @Test
    @DisplayName("leaves nothing behind once a target was silent for an hour")
    void leavesNothingBehind() throws Exception {
        scrape("p", 5, 100);
        scrape("q", 20, 100);
        watermark(100);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);

        watermark(7200);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    @DisplayName("disorder, repetitions and restarts of the job change nothing in the sum")
    void countsTheSameInAnyOrder(long seed) throws Exception {
        Random random = new Random(seed);
        List<long[]> exports = new ArrayList<>();
        long expected = 0;
        for (int pod = 0; pod < 3; pod++) {
            long value = 1 + random.nextInt(1000);
            for (int second = random.nextInt(15); second < 400; second += 15) {
                exports.add(new long[] {pod, second, value, second + random.nextInt(25)});
                if (random.nextInt(6) == 0) {
                    exports.add(new long[] {pod, second, value, second + random.nextInt(25)});
                }
                int increase = random.nextInt(20);
                boolean restarts = random.nextInt(10) == 0 && value > 20;
                value = restarts ? increase : value + increase;
                expected += second + 15 < 400 ? increase : 0;
            }
        }
        Collections.shuffle(exports, random);
        exports.sort((one, other) -> Long.compare(one[3], other[3]));
        for (long[] export : exports) {
            scrape("pod" + export[0], export[1], export[2]);
            watermark(export[3] - 25);
            if (random.nextInt(15) == 0) {
                restart();
            }
        }
        watermark(500);

        assertThat(calls().stream().mapToLong(Long::longValue).sum()).isEqualTo(expected);
    }

    private void scrape(String address, double seconds, long calls) throws Exception {
        byte[] request = MetricRequests.scrape(address, "reviews", 0, at(seconds), Map.of("productpage", calls));
        for (TargetPoints points : new MetricDecoder().decode(request).targets()) {
            harness.processElement(points, 0);
        }
    }

    private void watermark(double seconds) throws Exception {
        harness.processWatermark(at(seconds));
    }

    private static long at(double seconds) {
        return HOUR + Math.round(seconds * 1000);
    }

    /** The calls of all sums since the beginning, in their order. */
    private List<Long> calls() {
        List<EdgeDelta> all = new ArrayList<>(before);
        all.addAll(harness.extractOutputValues());
        return all.stream().map(delta -> delta.changes().calls()).toList();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    /** From a checkpoint, in a new operator, in which the watermark begins anew. */
    private void restart() throws Exception {
        before.addAll(harness.extractOutputValues());
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = newHarness();
        harness.setup();
        harness.initializeState(snapshot);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, TargetPoints, EdgeDelta> newHarness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CountIncreases(REACH)),
                TargetPoints::target,
                BasicTypeInfo.STRING_TYPE_INFO);
    }
}
