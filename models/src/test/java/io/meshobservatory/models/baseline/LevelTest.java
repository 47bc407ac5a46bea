/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A level")
class LevelTest {
    private static Level of(Random random, int count, double location, double scale) {
        Level level = new Level();
        for (int i = 0; i < count; i++) {
            level.learn(location + scale * random.nextGaussian(), 1_000, 1);
        }
        return level;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("finds location and scale of noise")
    void noise(long seed) {
        Level level = of(new Random(seed), 3_000, 7, 0.4);
        assertThat(level.location()).isCloseTo(7, within(0.05));
        assertThat(level.scale(1, 10)).isCloseTo(0.4, within(0.06));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("is hardly moved by an hour of bursts a thousand times as large, nor by what is no number")
    void robust(long seed) {
        Level level = of(new Random(seed), 3_000, 7, 0.4);
        double before = level.location();
        for (int i = 0; i < 60; i++) {
            level.learn(14, 1_000, 1);
            level.learn(Double.NaN, 1_000, 1);
            level.learn(Double.POSITIVE_INFINITY, 1_000, 1);
        }
        assertThat(level.location() - before).isBetween(0.0, 0.12);
        assertThat((14 - level.location()) / level.scale(1, 10)).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("forgets: a lasting change is the new usual after some memories")
    void forgets(long seed) {
        Random random = new Random(seed);
        Level level = of(random, 3_000, 7, 0.4);
        for (int i = 0; i < 5_000; i++) {
            level.learn(9 + 0.4 * random.nextGaussian(), 1_000, 1);
        }
        assertThat(level.location()).isCloseTo(9, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @DisplayName("is the same after writing and reading")
    void roundTrip(long seed) throws IOException {
        Level level = of(new Random(seed), 100, 7, 0.4);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        level.write(new DataOutputStream(bytes));
        assertThat(bytes.size()).isEqualTo(10);
        Level read = Level.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.location()).isEqualTo(level.location());
        assertThat(read.scale(1, 3)).isEqualTo(level.scale(1, 3));
        assertThat(read.count()).isEqualTo(level.count());
    }
}
