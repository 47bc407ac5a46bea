/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A percentile must be right to 1 %, and late spans must be able to take back what they told. */
class LatencyHistogramTest {
    private static final int LATENCIES = 20_000;

    static Stream<Arguments> distributions() {
        return Stream.of(
                distribution("uniform to 1 s", random -> random.nextLong(1_000_000_000L)),
                distribution("log-normal around 5 ms", random -> (long) (5e6 * Math.exp(random.nextGaussian()))),
                distribution("heavy tail", random -> (long) (1e5 / Math.pow(1 - random.nextDouble(), 2))),
                distribution("two modes", random -> random.nextBoolean() ? 1_000_000 : 900_000_000L),
                distribution("a constant", random -> 123_456_789L),
                distribution("nanoseconds", random -> random.nextLong(50)),
                distribution("days", random -> random.nextLong(30L * 86_400_000_000_000L)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("distributions")
    @DisplayName("every percentile is within 1 % of the exact one, whatever the distribution")
    void accuracy(String name, ToLongFunction<Random> latency) {
        long[] nanos = nanos(latency);
        LatencyHistogram histogram = of(nanos);
        Arrays.sort(nanos);

        for (int percent = 0; percent <= 100; percent++) {
            double quantile = percent / 100.0;
            double exact = nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
            assertThat(histogram.quantileMillis(quantile))
                    .as("p%d of %s", percent, name)
                    .isCloseTo(exact, within(exact * 0.01 + 1e-12));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("distributions")
    @DisplayName("the buckets are DataDog's: every quantile equals that of their sketch, to the last bit")
    void equalsDataDog(String name, ToLongFunction<Random> latency) {
        long[] nanos = nanos(latency);
        LatencyHistogram histogram = of(nanos);
        DDSketch sketch = new DDSketch(new CubicallyInterpolatedMapping(0.01), UnboundedSizeDenseStore::new);
        Arrays.stream(nanos).forEach(value -> sketch.accept(value / 1e6));

        for (int permille = 0; permille <= 1000; permille++) {
            double quantile = permille / 1000.0;
            assertThat(histogram.quantileMillis(quantile))
                    .as("quantile %s of %s", quantile, name)
                    .isEqualTo(sketch.getValueAtQuantile(quantile));
        }
        assertThat(histogram.count()).isEqualTo((long) sketch.getCount());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("added one by one, merged from parts, with detours: the same histogram")
    void anyOrder(long seed) throws IOException {
        Random random = new Random(seed);
        long[] nanos = nanos(r -> r.nextLong(100_000_000L));
        LatencyHistogram whole = of(nanos);
        LatencyHistogram[] parts = {new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram()};
        LatencyHistogram detours = new LatencyHistogram();
        for (long value : nanos) {
            long detour = random.nextLong(1_000_000_000L);
            parts[random.nextInt(3)].add(detour, -1);
            parts[random.nextInt(3)].add(value, 1);
            detours.add(detour, 1);
        }
        LatencyHistogram merged = detours.copy();
        for (int part : new int[] {2, 0, 1}) {
            merged.merge(parts[part]);
        }

        assertThat(state(merged)).isEqualTo(state(whole));
        assertThat(merged.encode()).isEqualTo(whole.encode());
    }

    @Test
    @DisplayName("withdrawing gives the histogram without, down to the empty one")
    void withdrawing() throws IOException {
        LatencyHistogram histogram = of(1_000_000, 0, 5_000_000);
        histogram.add(5_000_000, -1);
        assertThat(state(histogram)).isEqualTo(state(of(1_000_000, 0)));
        histogram.add(0, -1);
        histogram.add(1_000_000, -1);

        assertThat(state(histogram)).isEqualTo(state(new LatencyHistogram()));
        assertThat(histogram.quantileMillis(0.5)).isNaN();
        histogram.add(7, 0);
        assertThat(state(histogram)).as("no times is no change").isEqualTo(state(new LatencyHistogram()));
    }

    @Test
    @DisplayName("a call of no duration is 0 ms exactly, and counts")
    void zeroDurations() {
        LatencyHistogram histogram = of(0, 0, 0, 8_000_000);

        assertThat(histogram.count()).isEqualTo(4);
        assertThat(histogram.quantileMillis(0.5)).isZero();
        assertThat(histogram.quantileMillis(1)).isCloseTo(8, within(0.08));
        assertThat(of(0).quantileMillis(1)).isZero();
    }

    @Test
    @DisplayName("a negative latency is an error of the caller, and says so")
    void negativeLatency() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatencyHistogram().add(-1, 1))
                .withMessageContaining("-1 ns")
                .withMessageContaining(">= 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void quantileOutOfRange(double quantile) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(1).quantileMillis(quantile))
                .withMessageContaining(String.valueOf(quantile))
                .withMessageContaining("from 0 to 1");
    }

    @Test
    @DisplayName("what is encoded can be decoded, merged with others, and read by DataDog's own classes")
    void encoding() throws IOException {
        LatencyHistogram one = of(nanos(random -> random.nextLong(90_000_000L)));
        LatencyHistogram other = of(0, 0, 3_000_000_000L);
        LatencyHistogram decoded = LatencyHistogram.decode(one.encode());
        assertThat(state(decoded)).isEqualTo(state(one));

        decoded.merge(LatencyHistogram.decode(other.encode()));
        one.merge(other);
        assertThat(state(decoded)).isEqualTo(state(one));
        assertThat(LatencyHistogram.decode(new LatencyHistogram().encode()).count())
                .isZero();
    }

    @Test
    @DisplayName("buckets side by side and far apart alike are encoded as they are, and no longer than DataDog's own")
    void encodedNearAndFar() throws IOException {
        for (int step : new int[] {1, 2, 3, 50}) {
            LatencyHistogram histogram = new LatencyHistogram();
            DDSketch theirs = new DDSketch(new CubicallyInterpolatedMapping(0.01), UnboundedSizeDenseStore::new);
            for (int i = 0; i < 200; i++) {
                long nanos = (long) (5e5 * Math.pow(1.0203, i * step % 600));
                histogram.add(nanos, 1 + i % 3);
                theirs.accept(nanos / 1e6, 1 + i % 3);
            }
            byte[] encoded = histogram.encode();

            LatencyHistogram decoded = LatencyHistogram.decode(encoded);
            assertThat(decoded.count()).isEqualTo(histogram.count());
            assertThat(decoded.encode()).isEqualTo(encoded);
            for (double quantile = 0; quantile <= 1; quantile += 0.01) {
                assertThat(decoded.quantileMillis(quantile)).isEqualTo(theirs.getValueAtQuantile(quantile));
            }
            GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
            theirs.encode(out, false);
            assertThat(encoded.length).isLessThanOrEqualTo(out.numWrittenBytes() + 8);
        }
    }

    @Test
    @DisplayName("bytes that are no such sketch are refused as an argument, never with another error")
    void wrongBytes() {
        assertRefused(new byte[0]);
        assertRefused(new byte[] {1, 2, 3});
        assertRefused(encoded(new DDSketch(new LogarithmicMapping(0.02), UnboundedSizeDenseStore::new), 1));
        assertRefused(encoded(new DDSketch(new CubicallyInterpolatedMapping(0.01), UnboundedSizeDenseStore::new), -1));

        byte[] good = of(nanos(random -> random.nextLong(90_000_000L))).encode();
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(LatencyHistogram.decode(damaged).count()).isNotNegative();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("DDSketch");
            } catch (RuntimeException | OutOfMemoryError other) {
                fail("round " + round, other);
            }
        }
    }

    @Test
    void aWithdrawalThatCameFirstDoesNotStopTheEncoding() {
        LatencyHistogram overtaken = of(1_000_000, 2_000_000, 3_000_000);
        overtaken.add(50_000_000, -1);
        overtaken.add(0, -1);

        assertThat(overtaken.count()).isEqualTo(1);
        assertThat(LatencyHistogram.decode(overtaken.encode()).count()).isEqualTo(3);

        overtaken.add(50_000_000, 1);
        overtaken.add(0, 1);
        assertThat(overtaken.encode())
                .isEqualTo(of(1_000_000, 2_000_000, 3_000_000).encode());
    }

    private static void assertRefused(byte[] bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatencyHistogram.decode(bytes))
                .withMessageContaining("DDSketch");
    }

    private static byte[] encoded(DDSketch sketch, double value) {
        sketch.accept(value);
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(out, false);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.trimmedCopy();
    }

    private static byte[] state(LatencyHistogram histogram) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        histogram.write(new DataOutputStream(bytes));
        LatencyHistogram read =
                LatencyHistogram.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.count()).isEqualTo(histogram.count());
        return bytes.toByteArray();
    }

    private static LatencyHistogram of(long... nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long value : nanos) {
            histogram.add(value, 1);
        }
        return histogram;
    }

    private static long[] nanos(ToLongFunction<Random> latency) {
        Random random = new Random(42);
        return random.longs(LATENCIES)
                .map(ignored -> latency.applyAsLong(random))
                .toArray();
    }

    private static Arguments distribution(String name, ToLongFunction<Random> latency) {
        return Arguments.of(name, latency);
    }
}
