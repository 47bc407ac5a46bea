/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static io.meshobservatory.core.trace.SpanMaker.client;
import static io.meshobservatory.core.trace.SpanMaker.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.CallChange;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is published of a trace while its spans arrive, on a clock of event time. */
class TraceSettlementTest {
    private static final long BASE = SpanMaker.BASE_NANOS / 1_000_000;
    private static final long LATENESS = 120_000;
    private static final long PATIENCE = 10_000;
    private static final TraceTiming TIMING = new TraceTiming(LATENESS, PATIENCE);
    private static final long SPREAD_NANOS = 40_000_000_000L;

    @Test
    @DisplayName(
            "spans in any order, in any portions, none too late: what was added less what was withdrawn is the truth")
    void netOfChangesIsTheTruth() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Span> spans = TraceGenerator.generate(random, SPREAD_NANOS).spans();
            Operator operator = new Operator(TIMING);
            operator.arriveAtRandom(spans, random, LATENESS - 20_000);

            assertThat(operator.net).as("seed %d", seed).isEqualTo(counts(TraceLinker.link(spans)));
            assertThat(operator.tooLate).as("seed %d", seed).isEmpty();
            assertThat(operator.isForgotten())
                    .as("seed %d leaves nothing behind", seed)
                    .isTrue();
        }
    }

    @Test
    @DisplayName(
            "spans far too late: nothing is withdrawn that was not added, nothing counts twice, each loss is told once")
    void lateSpansNeverDoubleCount() {
        TraceTiming strict = new TraceTiming(20_000, PATIENCE);
        int losses = 0;
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Span> spans = TraceGenerator.generate(random, SPREAD_NANOS).spans();
            Operator operator = new Operator(strict);
            operator.arriveAtRandom(spans, random, 90_000);

            Map<Long, Integer> byId = new HashMap<>();
            operator.net.forEach((call, count) -> byId.merge(call.definingSpanId(), count, Integer::sum));
            assertThat(byId.values()).as("seed %d", seed).allMatch(count -> count == 1);
            assertThat(new HashSet<>(operator.tooLate)).as("seed %d", seed).hasSameSizeAs(operator.tooLate);
            losses += operator.tooLate.size();
        }
        assertThat(losses).as("lateness must have happened").isGreaterThan(100);
    }

    @Test
    @DisplayName(
            "spans that share an id (B3 fan-out, broken generators): each of their calls is published once, for good")
    void sharedIdsAreNotAddedAgain() {
        Operator operator = new Operator(TIMING);
        operator.arrive(List.of(
                client("a", 1, 0).at(0, 50).make(),
                server("b", 1, 0).at(1, 20).make(),
                server("c", 1, 0).at(2, 30).make()));
        operator.advanceTo(BASE + 30_000);
        operator.arrive(List.of(server("d", 5, 1).at(3, 40).make()));
        operator.advanceTo(Long.MAX_VALUE);

        assertThat(operator.net.values()).hasSize(3).allMatch(count -> count == 1);
    }

    @Test
    @DisplayName("a call is due when the window of its end closes, not earlier")
    void dueAtTheEndOfItsWindow() {
        List<Span> spans =
                List.of(client("a", 1, 0).at(0, 5).make(), server("b", 2, 1).make());
        long due = TraceSettlement.lastMillisOfWindow(BASE + 5);

        TraceSettlement early = TraceSettlement.of(spans, List.of(), due - 1, TIMING);
        TraceSettlement onTime = TraceSettlement.of(spans, List.of(), due, TIMING);

        assertThat(early.changes()).isEmpty();
        assertThat(early.nextWakeMillis()).isEqualTo(due);
        assertThat(onTime.changes()).extracting(CallChange::withdrawn).containsExactly(false);
        assertThat(onTime.nextWakeMillis()).isEqualTo(TraceSettlement.expiryMillis(spans, TIMING));
    }

    @Test
    @DisplayName("a caller that is announced ends after its callee: the call waits for it, then counts without it")
    void waitsForTheCaller() {
        List<Span> callee = List.of(server("b", 2, 1).make());
        long closed = TraceSettlement.lastMillisOfWindow(BASE + 10);

        TraceSettlement waiting = TraceSettlement.of(callee, List.of(), closed, TIMING);
        TraceSettlement impatient = TraceSettlement.of(callee, List.of(), closed + PATIENCE, TIMING);

        assertThat(waiting.changes()).isEmpty();
        assertThat(waiting.nextWakeMillis()).isEqualTo(closed + PATIENCE);
        assertThat(impatient.changes()).hasSize(1);
    }

    @Test
    @DisplayName("a caller that comes after all: the call without it is withdrawn, and counts anew with it")
    void callerAfterAll() {
        Operator operator = new Operator(TIMING);
        operator.arrive(List.of(server("b", 2, 1).make()));
        operator.advanceTo(BASE + 60_000);
        assertThat(operator.net.keySet()).allMatch(call -> call.edge().source().kind() == NodeKind.UNKNOWN);
        operator.arrive(List.of(client("a", 1, 0).make()));
        operator.advanceTo(BASE + 70_000);

        assertThat(operator.net.values()).containsExactly(1);
        assertThat(operator.net.keySet())
                .allMatch(call -> call.edge().source().name().equals("a"));
    }

    @Test
    @DisplayName(
            "a caller whose long call ends after the callee's window is over for good: the call counts as published")
    void frozenCallIsNotCountedAgain() {
        Operator operator = new Operator(TIMING);
        Span keepsTheTraceOpen = server("x", 9, 0).at(0, 200_000).make();
        operator.arrive(List.of(server("b", 2, 1).make(), keepsTheTraceOpen));
        operator.advanceTo(BASE + 150_000);
        Span caller = client("a", 1, 0).at(0, 195_000).make();
        operator.arrive(List.of(caller));
        operator.advanceTo(BASE + 250_000);
        operator.arrive(List.of(client("a", 1, 0).at(0, 195_500).copy(0).make()));
        operator.advanceTo(Long.MAX_VALUE);

        assertThat(operator.net.entrySet().stream()
                        .filter(entry -> entry.getKey().definingSpanId() == 2)
                        .map(Map.Entry::getValue))
                .containsExactly(1);
        assertThat(operator.tooLate).isNotEmpty();
    }

    @Test
    @DisplayName("a call whose window is over for good is told once as too late, however often the trace is looked at")
    void tooLateOnce() {
        List<Span> spans = List.of(
                server("a", 1, 0).make(), server("b", 2, 0).at(0, 100_000).make());
        long tooLate = TraceSettlement.lastMillisOfWindow(BASE + 10) + LATENESS + 1;

        TraceSettlement first = TraceSettlement.of(spans, List.of(), tooLate, TIMING);
        TraceSettlement second = TraceSettlement.of(spans, first.published(), tooLate + 1, TIMING);

        assertThat(first.tooLate()).extracting(Call::definingSpanId).containsExactly(1L);
        assertThat(first.changes())
                .extracting(change -> change.call().definingSpanId())
                .containsExactly(2L);
        assertThat(second.tooLate()).isEmpty();
        assertThat(second.changes()).isEmpty();
    }

    @Test
    @DisplayName("at the last millisecond of the allowed lateness the trace may still change; at expiry nothing may")
    void expiry() {
        List<Span> spans = List.of(server("a", 1, 0).make());
        long last = TraceSettlement.lastMillisOfWindow(BASE + 10) + LATENESS;

        assertThat(TraceSettlement.expiryMillis(spans, TIMING)).isEqualTo(last + 1);
        assertThat(TraceSettlement.of(spans, List.of(), last, TIMING).changes()).hasSize(1);
        assertThat(TraceSettlement.of(spans, List.of(), last + 1, TIMING).changes())
                .isEmpty();
    }

    @Test
    @DisplayName(
            "patience as long as the lateness: a call without its caller is still published before the trace expires")
    void patienceUntilTheLastMoment() {
        Operator operator = new Operator(new TraceTiming(20_000, 20_000));
        operator.arrive(List.of(server("b", 2, 1).make()));
        operator.advanceTo(Long.MAX_VALUE);

        assertThat(operator.net.values()).containsExactly(1);
    }

    @Test
    @DisplayName("timings that cannot work are refused with the value and what was expected")
    void timing() {
        assertThatThrownBy(() -> new TraceTiming(15_000, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15000")
                .hasMessageContaining("multiple of 10,000");
        assertThatThrownBy(() -> new TraceTiming(-10_000, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceTiming(10_000, 10_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10001");
        assertThatThrownBy(() -> new TraceTiming(10_000, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<Call, Integer> counts(List<Call> calls) {
        return calls.stream().collect(Collectors.toMap(call -> call, call -> 1, Integer::sum));
    }

    /** Does what the operator of the job does, on a clock of its own. */
    private static final class Operator {
        private final TraceTiming timing;
        private final List<Span> spans = new ArrayList<>();
        private final TreeSet<Long> timers = new TreeSet<>();
        private List<Call> published = List.of();
        private long now = BASE - 60_000;
        final Map<Call, Integer> net = new HashMap<>();
        final List<Call> tooLate = new ArrayList<>();

        Operator(TraceTiming timing) {
            this.timing = timing;
        }

        void arriveAtRandom(List<Span> all, Random random, long overMillis) {
            List<Span> waiting = new ArrayList<>(all);
            Collections.shuffle(waiting, random);
            List<Long> moments = waiting.stream()
                    .map(span -> BASE + random.nextLong(overMillis))
                    .sorted()
                    .toList();
            for (int i = 0; i < waiting.size(); ) {
                int to = Math.min(waiting.size(), i + 1 + random.nextInt(5));
                arrive(waiting.subList(i, to));
                i = to;
                if (i < waiting.size()) {
                    advanceTo(moments.get(i));
                }
            }
            advanceTo(Long.MAX_VALUE);
        }

        void arrive(List<Span> arriving) {
            for (Span span : arriving) {
                long end = TraceSettlement.lastMillisOfWindow(span.endNanos() / 1_000_000);
                if (end + timing.allowedLatenessMillis() > now) {
                    spans.add(span);
                    timers.add(Math.max(end, now + 1));
                }
            }
        }

        void advanceTo(long millis) {
            while (!timers.isEmpty() && timers.first() <= millis) {
                now = timers.pollFirst();
                settle();
            }
            now = millis;
        }

        boolean isForgotten() {
            return spans.isEmpty() && published.isEmpty() && timers.isEmpty();
        }

        private void settle() {
            if (spans.isEmpty()) {
                return;
            }
            if (TraceSettlement.expiryMillis(spans, timing) <= now) {
                spans.clear();
                published = List.of();
                return;
            }
            TraceSettlement settlement = TraceSettlement.of(SpanSet.distinct(spans), published, now, timing);
            settlement.changes().forEach(this::apply);
            tooLate.addAll(settlement.tooLate());
            published = settlement.published();
            assertThat(settlement.nextWakeMillis()).isGreaterThan(now);
            timers.add(settlement.nextWakeMillis());
        }

        private void apply(CallChange change) {
            int count = net.merge(change.call(), change.withdrawn() ? -1 : 1, Integer::sum);
            assertThat(count)
                    .as("withdrawn without having been added: %s", change)
                    .isNotNegative();
            if (count == 0) {
                net.remove(change.call());
            }
        }
    }
}
