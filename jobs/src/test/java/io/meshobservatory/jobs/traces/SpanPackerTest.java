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
import org.apache.flink.core.memory.DataOutputSerializer;
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
        for (int batch = 0; batch < 50; batch++) {
            List<Span> spans = new ArrayList<>();
            for (int slice = 0; slice <= random.nextInt(6); slice++) {
                packer.beginSlice(TRACE);
                for (int i = 0; i <= random.nextInt(6); i++) {
                    Span span = span(random);
                    spans.add(span);
                    packer.add(span);
                }
                packer.endSlice();
            }

            assertThat(unpack(packer.take(TRACE))).isEqualTo(spans);
        }
    }

    @Test
    @DisplayName("are the same spans when they come from a page, without the texts that they do not refer to")
    void page() throws IOException {
        Random random = new Random(6);
        DecodedTexts texts = new DecodedTexts();
        TraceWriter writer = new TraceWriter();
        for (int round = 0; round < 20; round++) {
            OpenTrace trace = new OpenTrace(TRACE);
            List<Span> spans = new ArrayList<>();
            for (int slice = 0; slice < 3; slice++) {
                packer.beginSlice(new TraceId(1, 1));
                for (int i = 0; i < 200; i++) {
                    packer.add(span(random));
                }
                packer.endSlice();
                packer.beginSlice(TRACE);
                for (int i = 0; i < 4; i++) {
                    Span span = span(random);
                    spans.add(span);
                    packer.add(span);
                }
                packer.endSlice();
                PackedSpans packed = PackedSpans.of(packer.take(TRACE), texts);
                int second = SpanPacker.HEADER_BYTES + SpanPacker.sliceLength(packed.bytes(), 0);
                trace.append(packed, second + SpanPacker.HEADER_BYTES, packed.bytes().length);
            }
            trace.publish(TraceHistory.allOf(7));
            DataOutputSerializer page = new DataOutputSerializer(16);
            PageBytes.begin(page);
            PageBytes.append(trace, writer, page);

            RestingTrace rest = PageBytes.find(TRACE, page.getSharedBuffer(), page.length(), 5, texts);

            List<Span> unpacked = new ArrayList<>();
            new SpanUnpacker(texts).unpack(TRACE, rest.spans(), 0, rest.spans().bytes().length, unpacked);
            assertThat(unpacked).isEqualTo(spans);
            assertThat(rest.history()).isEqualTo(TraceHistory.allOf(7));
            assertThat(rest.spans().textCount()).isLessThan(12 * 8);
        }
    }

    @Test
    @DisplayName("have each text once in a batch")
    void textsOnce() {
        Span span = span(new Random(1));
        packer.beginSlice(TRACE);
        packer.add(span);
        packer.endSlice();
        SliceBatch one = packer.take(TRACE);
        packer.beginSlice(TRACE);
        packer.add(span);
        packer.add(span);
        packer.endSlice();
        SliceBatch two = packer.take(TRACE);

        assertThat(two.texts()).isEqualTo(one.texts());
        assertThat(two.slices().length - SpanPacker.HEADER_BYTES)
                .isEqualTo(2 * (one.slices().length - SpanPacker.HEADER_BYTES));
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
        packer.beginSlice(TRACE);
        packer.add(span);
        packer.endSlice();

        assertThat(unpack(packer.take(TRACE))).containsExactly(span);
    }

    @Test
    @DisplayName("give the same instance for a node that comes again, in another batch too")
    void interned() throws IOException {
        Span span = span(new Random(1));
        packer.beginSlice(TRACE);
        packer.add(span);
        packer.endSlice();
        SliceBatch batch = packer.take(TRACE);

        assertThat(unpack(batch).get(0).workload())
                .isSameAs(unpack(batch).get(0).workload());
    }

    private List<Span> unpack(SliceBatch packed) throws IOException {
        List<Span> spans = new ArrayList<>();
        unpacker.unpack(packed, spans);
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
