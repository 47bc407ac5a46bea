/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.trace.SpanSet;
import io.meshobservatory.core.trace.TraceLinker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Decoder and linker on hundreds of made-up meshes of every dialect: exactly the calls that can be seen, and no others. */
class SelfCheckTest {
    private static final int SEEDS = 300;
    private static final int TRACES = 50;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    @Test
    @DisplayName("whatever mixture of dialects, loss and wrong clocks: the calls found are those that can be seen")
    void equalsTheOracle() throws OtlpDecodeException {
        long calls = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Mesh mesh = Mesh.generate(seed, TRACES, MINUTE_NANOS, true);
            List<Observed> expected = Oracle.observe(mesh);
            assertThat(found(mesh)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
            calls += expected.size();
        }
        assertThat(calls).as("small meshes show nothing").isGreaterThan(100 * SEEDS);
    }

    @Test
    @DisplayName("never invents: between two that are known, no call is found that was not made, and none twice")
    void neverInvents() throws OtlpDecodeException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Mesh mesh = Mesh.generate(seed, TRACES, MINUTE_NANOS, true);
            Map<String, Integer> made = new HashMap<>();
            for (Hop hop : mesh.hops()) {
                int atMost = hop.requests() + (isCutInTheMiddle(hop) ? 1 : 0);
                made.merge(hop.source.name() + ">" + hop.destination.name(), atMost, Integer::sum);
                if (hop.produced != null) {
                    // whose producer is lost, and who does not tell the topic, was called by the broker
                    made.merge("kafka>" + hop.destination.name(), 1, Integer::sum);
                }
            }
            Map<String, Integer> seen = new HashMap<>();
            for (Observed call : found(mesh)) {
                Set<NodeKind> kinds = Set.copyOf(List.of(
                        call.edge().source().kind(), call.edge().destination().kind()));
                if (!kinds.contains(NodeKind.UNKNOWN) && !kinds.contains(NodeKind.EXTERNAL)) {
                    seen.merge(
                            call.edge().source().name() + ">"
                                    + call.edge().destination().name(),
                            1,
                            Integer::sum);
                }
            }
            for (Map.Entry<String, Integer> pair : seen.entrySet()) {
                assertThat(pair.getValue())
                        .as("seed %d: %s", seed, pair.getKey())
                        .isLessThanOrEqualTo(made.getOrDefault(pair.getKey(), 0));
            }
        }
    }

    @Test
    @DisplayName("every dialect takes part, and loss leaves its mark, or the rest shows nothing")
    void coversWhatItShould() {
        Map<Object, Integer> seen = new HashMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Mesh mesh = Mesh.generate(seed, TRACES, MINUTE_NANOS, true);
            mesh.spans().forEach(span -> seen.merge(span.dialect, 1, Integer::sum));
            Oracle.observe(mesh).forEach(call -> {
                seen.merge(call.evidence(), 1, Integer::sum);
                seen.merge(call.outcome(), 1, Integer::sum);
                seen.merge(call.edge().destination().kind(), 1, Integer::sum);
                seen.merge("denial " + call.denial(), 1, Integer::sum);
                seen.merge("context lost " + call.contextLost(), 1, Integer::sum);
                seen.merge("mutual TLS " + call.mutualTls(), 1, Integer::sum);
            });
        }
        assertThat(seen).hasSizeGreaterThan(30);
        assertThat(seen)
                .allSatisfy(
                        (what, times) -> assertThat(times).as(what.toString()).isGreaterThan(50));
    }

    /**
     * Whether a span was lost that joins what the calling application told to what proxies told that name both ends, too:
     * nothing says then that these are one call, and not two.
     */
    private static boolean isCutInTheMiddle(Hop hop) {
        boolean told = false;
        boolean cut = false;
        for (Told span : hop.callers) {
            if (cut && !span.lost && !span.transparent) {
                return true;
            }
            cut |= told && span.lost;
            told |= !span.lost;
        }
        return cut && hop.branches.stream().flatMap(List::stream).anyMatch(span -> span.source != null);
    }

    private static List<Observed> found(Mesh mesh) throws OtlpDecodeException {
        SpanDecoder decoder = new SpanDecoder();
        Map<TraceId, List<Span>> traces = new HashMap<>();
        for (Mesh.Request request : mesh.requests(new Random(mesh.seed()))) {
            for (Span span : decoder.decode(request.bytes()).spans()) {
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
            }
        }
        return traces.values().stream()
                .map(SpanSet::distinct)
                .map(TraceLinker::link)
                .flatMap(Collection::stream)
                .map(Observed::of)
                .toList();
    }
}
