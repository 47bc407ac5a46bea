/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.core.telemetry.DropReason;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The selective decoder must equal a plain decoding by protobuf-java: the same records, or an error in both, on real
 * recordings, on generated requests, and on both after all kinds of damage.
 */
class SpanDecoderEquivalenceTest {
    private final SpanDecoder decoder = new SpanDecoder();
    private final ReferenceDecoder reference = new ReferenceDecoder();

    @ParameterizedTest
    @ValueSource(strings = {"traces/online-boutique.otlp.gz", "traces/train-ticket.otlp.gz", "bench/mesh-200k.otlp.gz"})
    void equalsProtobufOnRecordings(String name) {
        long spans = 0;
        for (byte[] frame : Recordings.frames(name)) {
            spans += assertSame(frame, name);
        }
        assertThat(spans).isGreaterThan(30_000);
    }

    @Test
    void equalsProtobufOnDamagedRecordings() {
        List<byte[]> frames = Recordings.frames("bench/mesh-200k.otlp.gz").subList(0, 40);
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Mutations.mutate(frames.get(round % frames.size()), random);
            assertSame(damaged, "round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsProtobufOnGeneratedRequests(long seed) {
        Random random = new Random(seed);
        RequestGenerator generator = new RequestGenerator(random);
        int refused = 0;
        int decoded = 0;
        for (int round = 0; round < 4_000; round++) {
            byte[] request = generator.request();
            assertSame(request, "seed " + seed + " round " + round);
            for (int i = 0; i < 4; i++) {
                if (assertSame(Mutations.mutate(request, random), "seed " + seed + " mutated " + round) < 0) {
                    refused++;
                } else {
                    decoded++;
                }
            }
        }
        assertThat(refused)
                .as("damage must often be noticed, or the test shows nothing")
                .isGreaterThan(1_000);
        assertThat(decoded).as("and often not").isGreaterThan(1_000);
    }

    /** What is told of a dropped span goes to a topic: a request of giant ids, or of millions of spans, must stay small. */
    @Test
    void tellsOfHostileSpansInFewWords() throws OtlpDecodeException {
        Span giant = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[5_000_000]))
                .build();
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().addSpans(giant);
        for (int i = 0; i < 10_000; i++) {
            scope.addSpans(Span.getDefaultInstance());
        }
        byte[] request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray();

        DecodedSpans decoded = decoder.decode(request);

        assertThat(decoded.droppedByReason()).containsExactly(Map.entry(DropReason.INVALID_TRACE_ID, 10_001));
        assertThat(decoded.dropped()).hasSize(DecodedSpans.MAX_DESCRIBED);
        assertThat(decoded.dropped().get(0).traceId()).hasSizeLessThan(100);
    }

    /** Returns the number of spans, -1 if both refuse the bytes. */
    private int assertSame(byte[] request, String what) {
        DecodedSpans expected;
        try {
            expected = reference.decode(request);
        } catch (InvalidProtocolBufferException refused) {
            try {
                decoder.decode(request);
            } catch (OtlpDecodeException alsoRefused) {
                assertThat(alsoRefused).hasMessageContaining("at byte");
                return -1;
            }
            return fail(what + ": protobuf-java refuses it (" + refused.getMessage() + "), the decoder does not");
        }
        try {
            assertThat(decoder.decode(request)).as(what).isEqualTo(expected);
        } catch (OtlpDecodeException refused) {
            return fail(what + ": refused, but protobuf-java reads it: " + refused.getMessage());
        }
        return expected.spans().size();
    }
}
