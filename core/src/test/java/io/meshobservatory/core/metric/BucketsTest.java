/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.core.window.LatencyHistogram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    private static final double[] BOUNDS = {1, 5, 10, 25};

    @Test
    @DisplayName("explicit buckets grow bucket by bucket")
    void subtractsExplicit() {
        Buckets grown = explicit(3, 4, 0, 1, 2).since(explicit(1, 4, 0, 0, 2));
        assertThat(grown).isEqualTo(explicit(2, 0, 0, 1, 0));
    }

    @Test
    @DisplayName("a bucket that shrank, or other bounds, are a new beginning")
    void seesANewBeginning() {
        assertThat(explicit(3, 4, 0, 1, 2).since(explicit(4, 0, 0, 0, 0))).isNull();
        assertThat(explicit(3, 4, 0, 1, 2).since(new ExplicitBuckets(new double[] {1}, new long[] {1, 1})))
                .isNull();
        assertThat(explicit(3, 4, 0, 1, 2).since(new ExponentialBuckets(0, 0, 0, new long[] {1})))
                .isNull();
    }

    @Test
    @DisplayName("latencies are spread evenly inside an explicit bucket, and end at the last bound")
    void interpolates() {
        LatencyHistogram histogram = histogram(explicit(0, 0, 0, 1000, 0), LongUnaryOperator.identity());
        assertThat(histogram.count()).isEqualTo(1000);
        assertThat(histogram.quantileMillis(0.5)).isCloseTo(17.5, within(0.4));
        assertThat(histogram.quantileMillis(0.1)).isCloseTo(11.5, within(0.4));
        assertThat(histogram(explicit(0, 0, 0, 0, 5), LongUnaryOperator.identity())
                        .quantileMillis(1))
                .isCloseTo(25, within(0.25));
        assertThat(histogram(explicit(1, 0, 0, 0, 0), LongUnaryOperator.identity())
                        .quantileMillis(1))
                .isCloseTo(0.5, within(0.01));
    }

    @Test
    @DisplayName("however many there are in a bucket, all of them are counted")
    void countsEnormousBuckets() {
        long huge = (1L << 58) + (1L << 50) + 7;
        LatencyHistogram histogram = histogram(explicit(0, 0, 0, huge, 0), LongUnaryOperator.identity());
        assertThat(histogram.count()).isEqualTo(huge);
        assertThat(histogram.quantileMillis(0.5)).isCloseTo(17.5, within(0.4));
    }

    @Test
    @DisplayName("a coarser scale is no new beginning")
    void subtractsAcrossScales() {
        // scale 1, index 2 and 3 are index 1 of scale 0: from 2 to 4
        ExponentialBuckets before = new ExponentialBuckets(1, 2, 2, new long[] {3, 4});
        ExponentialBuckets after = new ExponentialBuckets(0, 2, 0, new long[] {1, 9});
        assertThat(after.since(before)).isEqualTo(new ExponentialBuckets(0, 0, 0, new long[] {1, 2}));
        assertThat(new ExponentialBuckets(0, 2, 0, new long[] {1, 6}).since(before))
                .as("seven before, six now")
                .isNull();
        assertThat(new ExponentialBuckets(0, 1, 0, new long[] {1, 9}).since(before))
                .as("two zeros before, one now")
                .isNull();
    }

    @Test
    @DisplayName("negative indexes are halved downwards")
    void coarsensNegativeIndexes() {
        ExponentialBuckets before = new ExponentialBuckets(1, 0, -3, new long[] {1, 1, 1});
        ExponentialBuckets after = new ExponentialBuckets(0, 0, -2, new long[] {1, 2});
        assertThat(after.since(before)).isEqualTo(new ExponentialBuckets(0, 0, -2, new long[] {0, 0}));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 8, 20})
    @DisplayName("latencies are put at the geometric middle of exponential buckets")
    void putsIntoTheMiddle(int scale) {
        double millis = 120;
        double base = Math.pow(2, Math.pow(2, -scale));
        int index = (int) Math.ceil(Math.log(millis) / Math.log(base)) - 1;
        ExponentialBuckets one = new ExponentialBuckets(scale, 0, index, new long[] {1});
        assertThat(histogram(one, LongUnaryOperator.identity()).quantileMillis(0.5))
                .isCloseTo(millis, within(millis * (Math.sqrt(base) - 1 + 0.011)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("exponential increases agree with the single values, whatever the scales on the way")
    void agreesWithSingleValues(long seed) {
        Random random = new Random(seed);
        double[] values = random.doubles(400, 0.01, 5000).toArray();
        int scaleThen = random.nextInt(6);
        int scaleNow = random.nextInt(6);
        Buckets grown = bucketed(values, 400, scaleNow).since(bucketed(values, 150, scaleThen));
        int common = Math.min(scaleThen, scaleNow);
        double[] late = java.util.Arrays.copyOfRange(values, 150, 400);
        assertThat(grown).isNotNull();
        assertThat(grown.count()).isEqualTo(250);
        assertThat(histogram(grown, LongUnaryOperator.identity()).encode())
                .isEqualTo(histogram(bucketed(late, 250, common), LongUnaryOperator.identity())
                        .encode());
    }

    @Test
    @DisplayName("both forms survive a write and a read")
    void survivesAWriteAndARead() throws IOException {
        for (Buckets buckets :
                new Buckets[] {explicit(1, 2, 3, 4, 5), new ExponentialBuckets(3, 1, -7, new long[] {5, 0, 6})}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            buckets.write(new DataOutputStream(bytes));
            assertThat(Buckets.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                    .isEqualTo(buckets);
        }
    }

    @Test
    @DisplayName("buckets that cannot be are refused")
    void refusesNonsense() {
        assertThatThrownBy(() -> new ExplicitBuckets(new double[] {1, 2}, new long[] {1, 2}))
                .hasMessageContaining("2 buckets with 2 bounds");
        assertThatThrownBy(() -> new ExplicitBuckets(new double[] {2, 1}, new long[] {1, 2, 3}))
                .hasMessage("bound 1.0 (expected: ascending)");
        assertThatThrownBy(() -> explicit(1, -2, 0, 0, 0)).hasMessage("bucket with -2 (expected: none negative)");
        assertThatThrownBy(() -> new ExponentialBuckets(21, 0, 0, new long[0])).hasMessageContaining("scale: 21");
    }

    private static ExponentialBuckets bucketed(double[] values, int many, int scale) {
        double base = Math.pow(2, Math.pow(2, -scale));
        int offset = -400;
        long[] counts = new long[1000];
        for (int i = 0; i < many; i++) {
            counts[(int) Math.ceil(Math.log(values[i]) / Math.log(base)) - 1 - offset]++;
        }
        return new ExponentialBuckets(scale, 0, offset, counts);
    }

    private static ExplicitBuckets explicit(long... counts) {
        return new ExplicitBuckets(BOUNDS, counts);
    }

    private static LatencyHistogram histogram(Buckets buckets, LongUnaryOperator share) {
        LatencyHistogram histogram = new LatencyHistogram();
        buckets.addTo(histogram, share);
        return histogram;
    }
}
