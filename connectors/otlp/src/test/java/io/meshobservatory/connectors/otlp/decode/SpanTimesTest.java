/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.core.telemetry.DroppedSpan;
import io.meshobservatory.core.telemetry.Span;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event time is found without decoding: it must be the time that decoding finds. */
class SpanTimesTest {
    private final ReferenceDecoder reference = new ReferenceDecoder();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName(
            "the latest end of all spans, those included that cannot be analysed; something or nothing on damaged requests")
    void equalsDecoding(long seed) {
        Random random = new Random(seed);
        RequestGenerator generator = new RequestGenerator(random);
        int told = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] request = generator.request();
            told += assertSame(request, round);
            // damage behind a span's end, and a second end in one span, are not looked for
            SpanTimes.latestEndMillis(Mutations.mutate(request, random));
        }
        assertThat(told).isGreaterThan(1_000);
    }

    @Test
    @DisplayName("a request that ends in the middle has no time: it will not be counted")
    void truncated() {
        RequestGenerator generator = new RequestGenerator(new Random(5));
        int truncations = 0;
        for (int round = 0; round < 500; round++) {
            byte[] request = generator.request();
            if (request.length > 1) {
                byte[] half = Arrays.copyOf(request, request.length - 1);
                if (expected(half) == null) {
                    assertThat(SpanTimes.latestEndMillis(half)).isEqualTo(SpanTimes.NONE);
                    truncations++;
                }
            }
        }
        assertThat(truncations).isGreaterThan(100);
    }

    @Test
    @DisplayName("nothing, and what is no protobuf, has no time")
    void garbage() {
        assertThat(SpanTimes.latestEndMillis(new byte[0])).isEqualTo(SpanTimes.NONE);
        assertThat(SpanTimes.latestEndMillis(
                        "{\"resourceSpans\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(SpanTimes.NONE);
    }

    /** Returns 1 if the request has a time. */
    private int assertSame(byte[] request, int round) {
        Long expected = expected(request);
        if (expected == null) {
            // damage inside an attribute is not looked for; whatever is told, it is told without an exception
            SpanTimes.latestEndMillis(request);
            return 0;
        }
        assertThat(SpanTimes.latestEndMillis(request)).as("round %d", round).isEqualTo(expected);
        return expected == SpanTimes.NONE ? 0 : 1;
    }

    private @Nullable Long expected(byte[] request) {
        DecodedSpans decoded;
        try {
            decoded = reference.decode(request);
        } catch (InvalidProtocolBufferException refused) {
            return null;
        }
        long latest = LongStream.concat(
                        decoded.spans().stream().mapToLong(Span::endNanos),
                        decoded.dropped().stream().mapToLong(DroppedSpan::endNanos))
                .max()
                .orElse(0);
        return latest <= 0 ? SpanTimes.NONE : latest / 1_000_000;
    }
}
