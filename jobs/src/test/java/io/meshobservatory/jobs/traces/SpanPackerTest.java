/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import io.meshobservatory.core.telemetry.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Packed spans")
class SpanPackerTest {
    private static final TraceId TRACE = new TraceId(7, 8);

    private final SpanPacker packer = new SpanPacker();
    private final SpanUnpacker unpacker = new SpanUnpacker();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("are the same spans when they are unpacked, whichever fields are empty")
    void roundTrip(long seed) throws IOException {
        Random random = new Random(seed);
        for (int slice = 0; slice < 200; slice++) {
            List<Span> spans = new ArrayList<>();
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (int i = 0; i <= random.nextInt(6); i++) {
                Span span = span(random);
                spans.add(span);
                packer.add(span);
                first = Math.min(first, span.endNanos() / 1_000_000);
                last = Math.max(last, span.endNanos() / 1_000_000);
            }
            PackedSlice packed = packer.take(TRACE);

            assertThat(packed.traceId()).isEqualTo(TRACE);
            assertThat(packed.firstEndMillis()).isEqualTo(first);
            assertThat(packed.lastEndMillis()).isEqualTo(last);
            assertThat(unpack(packed)).isEqualTo(spans);
        }
    }

    @Test
    @DisplayName("keep texts of any allowed length")
    void longTexts() throws IOException {
        String euro = "\u20ac";
        Exchange exchange = new Exchange(
                Outcome.OK,
                euro.repeat(500),
                1,
                2,
                euro.repeat(500),
                euro.repeat(500),
                ConnectionSecurity.MUTUAL_TLS,
                euro.repeat(1024),
                euro.repeat(1024));
        Node node = new Node(euro.repeat(500), euro.repeat(500), euro.repeat(500), NodeKind.EXTERNAL);
        Span span = new Span(
                TRACE,
                1,
                2,
                3,
                SpanKind.CONSUMER,
                Span.Origin.OUTBOUND_SIDECAR,
                4,
                5,
                new Workload(node, euro.repeat(90)),
                node,
                euro.repeat(90),
                6,
                true,
                exchange);
        packer.add(span);

        assertThat(unpack(packer.take(TRACE))).containsExactly(span);
    }

    @Test
    @DisplayName("give the same instance for a node that comes again")
    void interned() throws IOException {
        Span span = span(new Random(1));
        packer.add(span);
        packer.add(span);
        List<Span> spans = unpack(packer.take(TRACE));

        assertThat(spans.get(0).workload()).isSameAs(spans.get(1).workload());
    }

    private List<Span> unpack(PackedSlice packed) throws IOException {
        List<Span> spans = new ArrayList<>();
        unpacker.unpack(packed.traceId(), packed.spans(), 0, packed.spans().length, spans);
        return spans;
    }

    private static Span span(Random random) {
        long start = 1_700_000_000_000_000_000L + random.nextInt(1_000_000_000);
        return new Span(
                TRACE,
                random.nextLong(),
                random.nextBoolean() ? 0 : random.nextLong(),
                random.nextInt(3) == 0 ? random.nextInt() : 0,
                pick(random, SpanKind.values()),
                pick(random, Span.Origin.values()),
                start,
                start + random.nextInt(),
                new Workload(node(random), text(random)),
                random.nextBoolean() ? null : node(random),
                text(random),
                random.nextBoolean() ? SampleWeight.ONE : random.nextLong(),
                random.nextBoolean(),
                new Exchange(
                        pick(random, Outcome.values()),
                        text(random),
                        size(random),
                        size(random),
                        text(random),
                        text(random),
                        pick(random, ConnectionSecurity.values()),
                        text(random),
                        text(random)));
    }

    private static Node node(Random random) {
        return new Node(text(random), text(random), text(random), pick(random, NodeKind.values()));
    }

    private static long size(Random random) {
        return random.nextBoolean() ? Exchange.UNKNOWN_BYTES : random.nextInt(1 << 20);
    }

    private static String text(Random random) {
        return random.nextBoolean() ? "" : "t\u00e9xt-" + random.nextInt(1000);
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
