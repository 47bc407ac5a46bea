/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A hash table of ids that come from outside. */
class SpanIdsTest {
    @Test
    @DisplayName("equals a map, up to as many ids as it was made for")
    void equalsAMap() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int size = random.nextInt(40);
            SpanIds ids = new SpanIds(size);
            Map<Long, Integer> expected = new HashMap<>();
            for (int i = 0; i < size; i++) {
                long id = random.nextBoolean() ? random.nextInt(20) : random.nextLong();
                Integer before = expected.put(id, i);
                assertThat(ids.put(id, i)).as("seed %d", seed).isEqualTo(before == null ? SpanIds.NONE : before);
            }
            for (long id = 0; id < 20; id++) {
                assertThat(ids.position(id)).as("seed %d", seed).isEqualTo(expected.getOrDefault(id, SpanIds.NONE));
            }
            expected.forEach((id, position) -> assertThat(ids.position(id)).isEqualTo(position));
        }
    }

    @Test
    @DisplayName("ids of any pattern take about as long as others")
    void patterns() {
        int size = 100_000;
        LongUnaryOperator[] patterns = {
            i -> i, i -> i << 32, i -> i << 44, i -> -i, i -> Long.reverse(i), i -> i * 0x9E3779B97F4A7C15L, i -> i * i
        };
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (LongUnaryOperator pattern : patterns) {
                SpanIds ids = new SpanIds(size);
                for (int i = 0; i < size; i++) {
                    ids.put(pattern.applyAsLong(i), i);
                }
                assertThat(ids.position(pattern.applyAsLong(size - 1))).isEqualTo(size - 1);
            }
        });
    }
}
