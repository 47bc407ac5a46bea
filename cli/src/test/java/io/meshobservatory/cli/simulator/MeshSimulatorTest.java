/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.Simulations.Emitted;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshSimulatorTest {
    @ParameterizedTest
    @ValueSource(strings = {"bookinfo", "shop", "storm"})
    void oneLongStretchEqualsItsParts(String name) {
        Scenario scenario = Simulations.scenario(name);
        Instant begin = Simulations.NOON;
        List<SimulatedRequest> whole = sent(scenario, begin, begin.plusSeconds(60));
        List<SimulatedRequest> parts = new ArrayList<>();
        // borders between seconds, at them, at ticks of 5 s, and parts in which hardly anything happens
        long[] millis = {0, 1, 700, 5_000, 5_001, 12_345, 12_346, 30_000, 59_999, 60_000};
        for (int i = 1; i < millis.length; i++) {
            parts.addAll(sent(scenario, begin.plusMillis(millis[i - 1]), begin.plusMillis(millis[i])));
        }
        assertThat(whole).hasSizeGreaterThan(50);
        assertSame(parts, whole);
    }

    @Test
    void equalSeedsGiveEqualTelemetryAndOthersDoNot() {
        Scenario scenario = Simulations.scenario("shop");
        List<SimulatedRequest> first = Simulations.arriving(scenario, 5, Duration.ofSeconds(20));
        assertSame(Simulations.arriving(Simulations.scenario("shop"), 5, Duration.ofSeconds(20)), first);
        Set<ByteString> traces = traceIds(first);
        assertThat(traceIds(Simulations.arriving(scenario, 6, Duration.ofSeconds(20))))
                .doesNotContainAnyElementsOf(traces);
    }

    @Test
    void aFeedTakenInPiecesEqualsOneTakenAtOnce() {
        Scenario scenario = Simulations.scenario("shop");
        MeshSimulator.Feed feed =
                new MeshSimulator(scenario, 1).arrivingBetween(Simulations.NOON, Simulations.NOON.plusSeconds(20));
        List<SimulatedRequest> pieces = new ArrayList<>();
        for (int millis = 0; millis < 120_000; millis += 170) {
            Instant limit = Simulations.NOON.plusMillis(millis);
            for (SimulatedRequest next = feed.nextBefore(limit); next != null; next = feed.nextBefore(limit)) {
                assertThat(next.sendTimeNanos()).isLessThan(limit.toEpochMilli() * 1_000_000);
                pieces.add(next);
            }
        }
        assertSame(pieces, Simulations.arriving(scenario, 1, Duration.ofSeconds(20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookinfo", "shop", "storm"})
    void traceAreWholeAndRequestsAreInOrder(String name) {
        List<SimulatedRequest> requests = Simulations.arriving(Simulations.scenario(name), 1, Duration.ofSeconds(30));
        assertThat(requests).isSortedAccordingTo(Comparator.comparingLong(SimulatedRequest::sendTimeNanos));
        List<Emitted> spans = Simulations.spans(requests);
        Set<ByteString> ids = new HashSet<>();
        spans.forEach(span -> assertThat(ids.add(span.span().getSpanId())).isTrue());
        for (Emitted span : spans) {
            ByteString parent = span.span().getParentSpanId();
            assertThat(parent.isEmpty() || ids.contains(parent)).isTrue();
        }
    }

    /** Envoy sends five spans at a time, or what there is every five seconds; so spans of a trace come separately. */
    @Test
    void exportersSendWhenTheyAreFullOrTheirTimerTicks() {
        List<SimulatedRequest> requests = Simulations.arriving(Simulations.scenario("shop"), 1, Duration.ofSeconds(60));
        int full = 0;
        int timed = 0;
        for (SimulatedRequest request : requests) {
            boolean proxy = ((ExportTraceServiceRequest) request.message())
                    .getResourceSpans(0)
                    .getScopeSpans(0)
                    .getScope()
                    .getName()
                    .equals("envoy");
            long first = Long.MAX_VALUE;
            long last = 0;
            for (Emitted span : Simulations.spans(List.of(request))) {
                first = Math.min(first, span.span().getEndTimeUnixNano());
                last = Math.max(last, span.span().getEndTimeUnixNano());
            }
            assertThat(request.sendTimeNanos()).isBetween(last, first + 5_000_000_000L);
            assertThat(request.recordCount()).isBetween(1, proxy ? 5 : 512);
            full += proxy && request.recordCount() == 5 ? 1 : 0;
            timed += request.sendTimeNanos() > last ? 1 : 0;
        }
        assertThat(full).isPositive();
        assertThat(timed).isPositive();
    }

    @Test
    void theLoadFollowsTheHourAndTheDay() throws ScenarioException {
        Scenario scenario = ScenarioReader.read("""
                name: rhythm
                services: [ { name: only } ]
                entries:
                  - name: users
                    to: only
                    requests_per_second: 2
                    rhythm: { peak_hour: 14, trough_hour: 2, trough_factor: 0.2, weekend_factor: 0.5 }
                """);
        double peak = requestsPerSecond(scenario, "2026-01-05T13:30:00Z");
        assertThat(peak).isCloseTo(2, within(0.15));
        assertThat(requestsPerSecond(scenario, "2026-01-05T01:30:00Z")).isCloseTo(0.4, within(0.08));
        assertThat(requestsPerSecond(scenario, "2026-01-05T07:30:00Z")).isCloseTo(1.2, within(0.12));
        // Saturday
        assertThat(requestsPerSecond(scenario, "2026-01-10T13:30:00Z")).isCloseTo(1, within(0.12));
    }

    @Test
    void theRateFactorMultipliesTheRate() {
        Scenario scenario = Simulations.scenario("bookinfo");
        assertThat(traces(new MeshSimulator(scenario, 1, 4)))
                .isBetween(3 * traces(new MeshSimulator(scenario, 1)), 5 * traces(new MeshSimulator(scenario, 1)));
        assertThatThrownBy(() -> new MeshSimulator(scenario, 1, 0)).hasMessageContaining("rateFactor: 0.0");
    }

    @Test
    void timeDoesNotRunBackwards() {
        MeshSimulator simulator = new MeshSimulator(Simulations.scenario("bookinfo"), 1);
        assertThatThrownBy(() -> simulator.arrivingBetween(Simulations.NOON, Simulations.NOON.minusSeconds(1)))
                .hasMessageContaining("expected: not before 2026-01-05T12:00:00Z");
        assertThat(simulator.arrivingBetween(Simulations.NOON, Simulations.NOON).next())
                .isNull();
    }

    private static double requestsPerSecond(Scenario scenario, String from) {
        Instant begin = Instant.parse(from);
        MeshSimulator.Feed feed = new MeshSimulator(scenario, 1).arrivingBetween(begin, begin.plusSeconds(3_600));
        long spans = 0;
        for (SimulatedRequest request = feed.next(); request != null; request = feed.next()) {
            spans += request.recordCount();
        }
        return spans / 3_600.0;
    }

    private static int traces(MeshSimulator simulator) {
        MeshSimulator.Feed feed = simulator.arrivingBetween(Simulations.NOON, Simulations.NOON.plusSeconds(120));
        List<SimulatedRequest> requests = new ArrayList<>();
        for (SimulatedRequest request = feed.next(); request != null; request = feed.next()) {
            requests.add(request);
        }
        return traceIds(requests).size();
    }

    private static Set<ByteString> traceIds(List<SimulatedRequest> requests) {
        Set<ByteString> ids = new HashSet<>();
        Simulations.spans(requests).stream()
                .map(Emitted::span)
                .map(Span::getTraceId)
                .forEach(ids::add);
        return ids;
    }

    private static List<SimulatedRequest> sent(Scenario scenario, Instant from, Instant to) {
        List<SimulatedRequest> requests = new ArrayList<>();
        new MeshSimulator(scenario, 1).sentBetween(from, to, requests::add);
        return requests;
    }

    private static void assertSame(List<SimulatedRequest> actual, List<SimulatedRequest> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).sendTimeNanos()).isEqualTo(expected.get(i).sendTimeNanos());
            assertThat(actual.get(i).message()).isEqualTo(expected.get(i).message());
        }
    }
}
