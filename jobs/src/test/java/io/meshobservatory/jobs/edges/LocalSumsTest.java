/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.edges;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.window.EdgeDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each call is in the one sum of its edge, window and vantage point. */
class LocalSumsTest {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Vantage[] VANTAGES = Vantage.values();

    private record Key(Edge edge, long windowStartMillis, Vantage vantage) {}

    @Test
    @DisplayName("calls of several edges, windows and places in any order: the counts of each are its own")
    void counts() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            LocalSums sums = new LocalSums();
            Map<Key, Long> expected = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                long second = random.nextInt(60);
                CallChange change = new CallChange(
                        call(random.nextInt(4), second * NANOS_PER_SECOND + random.nextInt(1_000_000_000)),
                        VANTAGES[random.nextInt(3)],
                        random.nextInt(4) == 0);
                sums.add(change);
                long start = Math.floorDiv(second, 10L) * 10_000;
                expected.merge(
                        new Key(change.call().edge(), start, change.vantage()),
                        change.withdrawn() ? -1L : 1L,
                        Long::sum);
            }
            assertThat(sums.size()).as("seed %d", seed).isEqualTo(expected.size());
            assertThat(drained(sums)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("many edges, told by the same objects or by equal ones: one sum for each")
    void manyEdges() {
        LocalSums sums = new LocalSums();
        Map<Key, Long> expected = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            calls.add(call(i, 0));
        }
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < calls.size(); i++) {
                Call call = round % 2 == 0 ? calls.get(i) : call(i, 0);
                sums.add(new CallChange(call, Vantage.TRACES, false));
                expected.merge(new Key(call.edge(), 0, Vantage.TRACES), 1L, Long::sum);
            }
        }
        assertThat(sums.size()).isEqualTo(calls.size());
        assertThat(drained(sums)).isEqualTo(expected);
    }

    @Test
    @DisplayName("what was given away is not given again, nor changed by what follows")
    void drain() {
        LocalSums sums = new LocalSums();
        sums.add(new CallChange(call(1, 0), Vantage.TRACES, false));
        List<EdgeDelta> first = new ArrayList<>();
        sums.drain(first::add);
        assertThat(sums.size()).isZero();

        sums.add(new CallChange(call(1, 0), Vantage.TRACES, false));
        sums.add(new CallChange(call(1, 1), Vantage.TRACES, false));

        assertThat(drained(sums)).containsExactly(Map.entry(new Key(call(1, 0).edge(), 0, Vantage.TRACES), 2L));
        assertThat(first).hasSize(1);
        assertThat(first.get(0).changes().calls()).isEqualTo(1);
        assertThat(drained(sums)).isEmpty();
    }

    private static Map<Key, Long> drained(LocalSums sums) {
        Map<Key, Long> drained = new HashMap<>();
        sums.drain(delta -> assertThat(drained.put(
                        new Key(delta.edge(), delta.windowStartMillis(), delta.vantage()),
                        delta.changes().calls()))
                .isNull());
        return drained;
    }

    private static Call call(int destination, long endNanos) {
        Node source = new Node("c1", "shop", "web", NodeKind.SERVICE);
        Node called = new Node("c1", "shop", "service-" + destination, NodeKind.SERVICE);
        return new Call(
                new TraceId(1, 2),
                3,
                0,
                Evidence.BOTH_SIDES,
                new Edge(source, "v1", called, "v1", "http"),
                SampleWeight.ONE,
                endNanos,
                2_000_000,
                1_000_000,
                false,
                Exchange.of(Outcome.OK));
    }
}
