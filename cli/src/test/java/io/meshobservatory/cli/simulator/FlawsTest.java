/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.meshobservatory.cli.simulator.Simulations.Emitted;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.cli.simulator.graph.SimulatedEdge;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with telemetry is wrong as told, and the truth stays the truth. */
class FlawsTest {
    private static final Duration LENGTH = Duration.ofMinutes(3);

    @Test
    @DisplayName("a trace is sampled as a whole, by the last 56 bits of its id, and the truth counts all calls")
    void sampling() {
        Scenario scenario = Simulations.scenario("shop").withSampling(0.1);
        Simulations.Run sampled = Simulations.run(scenario, 1, LENGTH);
        Simulations.Run whole = Simulations.run(Simulations.scenario("shop"), 1, LENGTH);
        Set<ByteString> some = traces(sampled);
        Set<ByteString> all = traces(whole);
        assertThat(all).containsAll(some);
        assertThat((double) some.size() / all.size()).isCloseTo(0.1, within(0.02));
        long threshold = Math.round(0.9 * 0x1p56);
        for (ByteString trace : all) {
            long low = trace.asReadOnlyByteBuffer().getLong(8) & ((1L << 56) - 1);
            assertThat(some.contains(trace)).isEqualTo(low >= threshold);
        }
        assertThat(sampled.truth().total()).isEqualTo(whole.truth().total());
        Map<ByteString, Integer> sizes = sizes(whole);
        sizes(sampled).forEach((trace, size) -> assertThat(size).isEqualTo(sizes.get(trace)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"storm", "shop", "ambient", "bookstore-envoy", "threat-modelling", "traefik-keycloak"})
    @DisplayName("what happens does not depend on how much of it is recorded, and by which signals")
    void unobserved(String scenario) {
        Scenario whole = Simulations.scenario(scenario).withSignals(EnumSet.allOf(Signal.class));
        Map<SimulatedEdge, List<Object>> happened = happened(whole);

        assertThat(happened).isNotEmpty();
        assertThat(happened(whole.withSampling(0.01))).isEqualTo(happened);
        assertThat(happened(whole.withSampling(0.01).withSignals(EnumSet.of(Signal.TRACES))))
                .isEqualTo(happened);
        assertThat(happened(whole.withSignals(EnumSet.of(Signal.METRICS)))).isEqualTo(happened);
    }

    private static Map<SimulatedEdge, List<Object>> happened(Scenario scenario) {
        Map<SimulatedEdge, List<Object>> edges = new HashMap<>();
        Simulations.run(scenario, 1, Duration.ofMinutes(1)).truth().edges().forEach((edge, truth) -> {
            // an edge that only metrics tell of has no calls of its own
            if (truth.counts().calls() > 0) {
                edges.put(
                        edge,
                        List.of(
                                truth.counts(),
                                truth.outcomes(),
                                truth.client().quantileMillis(0.5),
                                truth.client().quantileMillis(0.99),
                                truth.server().quantileMillis(0.5),
                                truth.server().quantileMillis(0.99)));
            }
        });
        return edges;
    }

    @Test
    @DisplayName("SDKs write the threshold into tracestate, and Envoy does not")
    void thresholds() {
        List<Emitted> spans = Simulations.spans(
                Simulations.arriving(Simulations.scenario("shop").withSampling(0.25), 1, LENGTH));
        assertThat(spans)
                .allSatisfy(span -> assertThat(span.span().getTraceState()).isEqualTo(span.isProxy() ? "" : "ot=th:c"));
        assertThat(Simulations.spans(Simulations.arriving(Simulations.scenario("shop"), 1, Duration.ofSeconds(20))))
                .allSatisfy(span -> assertThat(span.span().getTraceState()).isEmpty());
        assertThat(new Flaws(0.01, 0, 0, 0).traceState()).matches("ot=th:fd70a3d70a3d7[01]?");
    }

    @Test
    @DisplayName("lost spans are as many as told, and are missing from what is sent")
    void loss() throws ScenarioException {
        Simulations.Run run = Simulations.run(Simulations.read(Simulations.STORM + "loss: 0.05\n"), 1, LENGTH);
        Simulations.Run whole = Simulations.run(Simulations.read(Simulations.STORM), 1, LENGTH);
        assertThat(run.truth().spans() + run.truth().lostSpans())
                .isEqualTo(whole.truth().spans());
        assertThat((double) run.truth().lostSpans() / whole.truth().spans()).isCloseTo(0.05, within(0.01));
        assertThat(run.truth().total()).isEqualTo(whole.truth().total());
    }

    @Test
    @DisplayName("requests that are sent twice carry the same bytes, later")
    void duplicates() throws ScenarioException {
        Scenario scenario =
                Simulations.read(Simulations.STORM + "duplicates: 0.1\n").withSignals(EnumSet.allOf(Signal.class));
        List<SimulatedRequest> requests = Simulations.arriving(scenario, 1, LENGTH);
        Map<ByteString, Long> seen = new HashMap<>();
        long twice = 0;
        for (SimulatedRequest request : requests) {
            Long before = seen.put(request.message().toByteString(), request.sendTimeNanos());
            if (before != null) {
                assertThat(request.sendTimeNanos()).isEqualTo(before + 1_000_000_000L);
                twice++;
            }
        }
        assertThat((double) twice / seen.size()).isCloseTo(0.1, within(0.02));
    }

    @Test
    @DisplayName("each pod's clock is off by less than told, and not all by the same")
    void clockSkew() throws ScenarioException {
        List<Emitted> right = Simulations.spans(Simulations.arriving(Simulations.read(Simulations.STORM), 1, LENGTH));
        List<Emitted> skewed = Simulations.spans(
                Simulations.arriving(Simulations.read(Simulations.STORM + "clock_skew_ms: 2000\n"), 1, LENGTH));
        Map<ByteString, Span> byId =
                right.stream().collect(Collectors.toMap(span -> span.span().getSpanId(), Emitted::span));
        Set<Long> offsets = new HashSet<>();
        for (Emitted span : skewed) {
            Span same = byId.get(span.span().getSpanId());
            long offset = span.span().getStartTimeUnixNano() - same.getStartTimeUnixNano();
            assertThat(span.span().getEndTimeUnixNano() - same.getEndTimeUnixNano())
                    .isEqualTo(offset);
            assertThat(Math.abs(offset)).isLessThanOrEqualTo(2_000_000_000L);
            offsets.add(offset);
        }
        assertThat(offsets.size()).isBetween(3, 20);
    }

    @Test
    @DisplayName("equal seeds give equal telemetry of all signals")
    void determinism() {
        for (String name : ScenarioLibrary.names()) {
            Scenario scenario = Simulations.scenario(name).withSignals(EnumSet.allOf(Signal.class));
            List<SimulatedRequest> first = Simulations.arriving(scenario, 4, Duration.ofSeconds(30));
            List<SimulatedRequest> second = Simulations.arriving(
                    Simulations.scenario(name).withSignals(EnumSet.allOf(Signal.class)), 4, Duration.ofSeconds(30));
            assertThat(second).hasSameSizeAs(first);
            for (int i = 0; i < first.size(); i++) {
                assertThat(second.get(i).message()).isEqualTo(first.get(i).message());
            }
        }
    }

    private static Set<ByteString> traces(Simulations.Run run) {
        return sizes(run).keySet();
    }

    private static Map<ByteString, Integer> sizes(Simulations.Run run) {
        Map<ByteString, Integer> sizes = new HashMap<>();
        for (Emitted span : Simulations.spans(run.requests())) {
            sizes.merge(span.span().getTraceId(), 1, Integer::sum);
        }
        return sizes;
    }
}
