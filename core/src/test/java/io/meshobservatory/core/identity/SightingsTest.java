/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightingsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("The bitmap answers as a sorted set of windows would")
    void answersAsASetWould(long seed) throws IOException {
        Random random = new Random(seed);
        long base = seed % 2 == 0 ? -100 : 170_000_000L;
        Sightings sightings = new Sightings();
        NavigableSet<Long> oracle = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            long window = base + random.nextInt(seed < 5 ? 150 : 3_000);
            assertThat(sightings.add(window)).isEqualTo(oracle.add(window));
            long from = base + random.nextInt(3_000) - 50;
            long to = from + random.nextInt(400);
            NavigableSet<Long> range = oracle.subSet(from, true, to, true);
            assertThat(sightings.first(from, to)).isEqualTo(range.isEmpty() ? Sightings.NONE : range.first());
            assertThat(sightings.last(from, to)).isEqualTo(range.isEmpty() ? Sightings.NONE : range.last());
            assertThat(sightings.hasBlockOf(from))
                    .isEqualTo(!oracle.subSet(from & -64, (from & -64) + 64).isEmpty());
        }
        Sightings read = copyThroughBytes(sightings);
        assertThat(read.first(base - 100, base + 5_000)).isEqualTo(oracle.first());
        assertThat(read.last(base - 100, base + 5_000)).isEqualTo(oracle.last());
        read.forgetBlockOf(oracle.first());
        assertThat(read.hasBlockOf(oracle.first())).isFalse();
        assertThat(read.last(base - 100, base + 5_000)).isEqualTo(oracle.last());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 63, 64, 65, 1_000})
    @DisplayName("Forgetting keeps everything from the given window on")
    void forgetsOnlyWhatIsBefore(long before) {
        Sightings sightings = new Sightings();
        for (long window = -10; window < 200; window++) {
            sightings.add(window);
        }

        sightings.forgetBefore(before);

        assertThat(sightings.first(before, 10_000)).isEqualTo(before < 200 ? before : Sightings.NONE);
        assertThat(sightings.first(-1_000, before - 65)).isEqualTo(Sightings.NONE);
    }

    private static Sightings copyThroughBytes(Sightings sightings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sightings.write(new DataOutputStream(bytes));
        return Sightings.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
