/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Index of the traces at rest")
class RestIndexTest {
    private final Set<Integer> kept = new HashSet<>();
    private final RestIndex index = new RestIndex(kept::contains);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("knows what a map of the same traces knows, while pages come and go")
    void agreesWithAMap(long seed) {
        Random random = new Random(seed);
        Map<TraceId, Integer> expected = new HashMap<>();
        for (int page = 0; page < 2_000; page++) {
            kept.add(page);
            for (int i = 0; i < 20; i++) {
                // few ids, so that many are put and taken more than once
                TraceId id = new TraceId(random.nextInt(4), (long) random.nextInt(3_000) << 48);
                if (random.nextInt(3) == 0) {
                    Integer before = expected.remove(id);
                    assertThat(keptOrNone(index.remove(id))).isEqualTo(before == null ? RestIndex.NONE : before);
                } else {
                    Integer before = expected.put(id, page);
                    assertThat(keptOrNone(index.put(id.high(), id.low(), page)))
                            .isEqualTo(before == null ? RestIndex.NONE : before);
                }
            }
            int gone = page - 100;
            if (kept.remove(gone)) {
                expected.values().removeIf(rests -> rests == gone);
            }
        }
        expected.forEach((id, page) -> assertThat(index.remove(id)).isEqualTo(page));
    }

    @Test
    @DisplayName("does not grow with what is forgotten")
    void staysSmall() {
        for (int page = 0; page < 100_000; page++) {
            kept.add(page);
            for (int i = 0; i < 10; i++) {
                index.put(i, page, page);
            }
            kept.remove(page - 10);
        }

        assertThat(index.places()).isLessThanOrEqualTo(1 << 10);
    }

    /** Pages that are gone may still be told, until their entries are cleared away. */
    private int keptOrNone(int page) {
        return kept.contains(page) ? page : RestIndex.NONE;
    }
}
