/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.trace.TraceGenerator.Trace;
import io.meshobservatory.core.trace.TraceGenerator.Truth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random call trees of which the truth is known, told by applications and sidecars in every mixture. */
class TraceLinkerPropertyTest {
    private static final int SEEDS = 500;
    private static final long MINUTE = 60_000_000_000L;

    @Test
    @DisplayName("whatever mixture of spans tells of the calls, in whatever order: exactly the calls are found")
    void findsTheTruth() {
        long calls = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Trace trace = TraceGenerator.generate(random, MINUTE);
            List<Span> shuffled = new ArrayList<>(trace.spans());
            Collections.shuffle(shuffled, random);

            assertThat(TraceLinker.link(shuffled).stream().map(Truth::of))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(trace.calls());
            calls += trace.calls().size();
        }
        assertThat(calls).as("small trees show nothing").isGreaterThan(5 * SEEDS);
    }

    @Test
    @DisplayName("exporters send at least once: repeated spans, without the repetitions, give the same calls")
    void repetitionsChangeNothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Span> spans = TraceGenerator.generate(random, MINUTE).spans();
            List<Span> repeated = new ArrayList<>(spans);
            spans.stream().filter(span -> random.nextBoolean()).forEach(repeated::add);
            Collections.shuffle(repeated, random);

            assertThat(SpanSet.distinct(repeated)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(spans);
            assertThat(TraceLinker.link(SpanSet.distinct(repeated)))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(TraceLinker.link(spans));
        }
    }

    @Test
    @DisplayName("spans that share an id but differ in kind, time or copy are different spans")
    void distinctKeepsDifferentSpans() {
        List<Span> spans = List.of(
                SpanMaker.client("a", 1, 0).make(),
                SpanMaker.server("b", 1, 0).make(),
                SpanMaker.client("a", 1, 0).at(1, 10).make(),
                SpanMaker.client("a", 1, 0).at(0, 11).make(),
                SpanMaker.client("a", 1, 0).copy(1).make());

        assertThat(SpanSet.distinct(spans)).isEqualTo(spans);
        assertThat(SpanSet.distinct(List.of())).isEmpty();
    }
}
