/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.reservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecayingReservoirTest {
    private static final long HOUR = 3600_000;

    @Test
    @DisplayName("a row that is one half-life older is half as likely to be there, over many seeds")
    void decay() {
        int[] byAge = new int[8];
        for (long seed = 0; seed < 300; seed++) {
            DecayingReservoir reservoir = new DecayingReservoir(40, 1, HOUR, seed);
            // 400 rows in each of eight hours: far more than there is room for
            for (int i = 0; i < 3200; i++) {
                reservoir.offer(i, (i / 400) * HOUR, new double[] {i / 400});
            }
            assertThat(reservoir.size()).isEqualTo(40);
            for (double[] row : reservoir.rows()) {
                byAge[7 - (int) row[0]]++;
            }
        }
        double all = Arrays.stream(byAge).sum();
        for (int age = 0; age < 5; age++) {
            double share = Math.pow(2, -age) / 2;
            assertThat(byAge[age] / all).as("share of age %d", age).isCloseTo(share, within(0.06 * share + 0.004));
        }
    }

    @Test
    @DisplayName("within one hour every row is as likely as any other")
    void uniform() {
        int[] counts = new int[100];
        for (long seed = 0; seed < 2000; seed++) {
            DecayingReservoir reservoir = new DecayingReservoir(10, 1, HOUR, seed);
            for (int i = 0; i < 100; i++) {
                reservoir.offer(i, 0, new double[] {i});
            }
            for (double[] row : reservoir.rows()) {
                counts[(int) row[0]]++;
            }
        }
        // 200 expected, binomial deviation 13.4: five of them
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(133, 267));
    }

    @Test
    @DisplayName("order, splitting and merging, and rows that come twice, change no byte of the sample")
    void orderDoesNotMatter() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<long[]> offers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                offers.add(new long[] {random.nextLong(), random.nextInt((int) (10 * HOUR))});
            }
            DecayingReservoir inOrder = of(offers, seed);
            Collections.shuffle(offers, random);
            DecayingReservoir merged = of(offers.subList(0, 300), seed);
            merged.merge(of(offers.subList(300, 1000), seed));
            assertThat(bytes(merged)).isEqualTo(bytes(inOrder));
            offers.addAll(offers.subList(100, 200));
            assertThat(of(offers, seed).rows()).isDeepEqualTo(inOrder.rows());
        }
    }

    @Test
    @DisplayName("what was written is read again and goes on alike")
    void restores() throws IOException {
        Random random = new Random(1);
        DecayingReservoir reservoir = new DecayingReservoir(50, 2, HOUR, 9);
        for (int i = 0; i < 500; i++) {
            reservoir.offer(i, i * 60_000L, new double[] {random.nextGaussian(), Double.NaN});
        }
        DecayingReservoir restored =
                DecayingReservoir.read(new DataInputStream(new ByteArrayInputStream(bytes(reservoir))));
        for (int i = 500; i < 700; i++) {
            double[] row = {random.nextGaussian(), 1};
            assertThat(restored.offer(i, i * 60_000L, row)).isEqualTo(reservoir.offer(i, i * 60_000L, row));
        }
        assertThat(bytes(restored)).isEqualTo(bytes(reservoir));
        assertThat(restored.offered()).isEqualTo(700);
    }

    @Test
    @DisplayName("rows are copied in and out")
    void copies() {
        DecayingReservoir reservoir = new DecayingReservoir(2, 1, HOUR, 1);
        double[] row = {5};
        assertThat(reservoir.offer(1, 0, row)).isTrue();
        row[0] = 6;
        reservoir.rows()[0][0] = 7;
        assertThat(reservoir.rows()[0]).containsExactly(5);
    }

    @Test
    @DisplayName("a row of another length, another kind of reservoir, and other bytes are refused")
    void refused() {
        DecayingReservoir reservoir = new DecayingReservoir(2, 1, HOUR, 1);
        assertThatThrownBy(() -> reservoir.offer(1, 0, new double[2])).hasMessage("row of 2 values (expected: 1)");
        assertThatThrownBy(() -> reservoir.merge(new DecayingReservoir(2, 1, HOUR, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        DecayingReservoir.read(new DataInputStream(new ByteArrayInputStream(new byte[] {2, 0, 0}))))
                .isInstanceOf(IOException.class)
                .hasMessage("reservoir of format 2 (expected: 1)");
    }

    private static DecayingReservoir of(List<long[]> offers, long seed) {
        DecayingReservoir reservoir = new DecayingReservoir(64, 1, HOUR, seed);
        offers.forEach(offer -> reservoir.offer(offer[0], offer[1], new double[] {offer[0]}));
        return reservoir;
    }

    private static byte[] bytes(DecayingReservoir reservoir) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reservoir.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
