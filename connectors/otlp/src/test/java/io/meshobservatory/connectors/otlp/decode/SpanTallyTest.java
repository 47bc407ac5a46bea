/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counting the spans of list after list in one table. */
class SpanTallyTest {
    @Test
    @DisplayName("each list is counted for itself, whatever lists came before it, short or long")
    void countsPerList() {
        Random random = new Random(1);
        SpanTally tally = new SpanTally();
        for (int list = 0; list < 300; list++) {
            tally.clear();
            Map<List<Long>, Integer> expected = new HashMap<>();
            int spans = list == 150 ? 100_000 : random.nextInt(500);
            int ids = 1 + random.nextInt(1 + spans);
            for (int i = 0; i < spans; i++) {
                long id = 1 + random.nextInt(ids);
                int kind = random.nextInt(2);
                int before = expected.merge(List.of(id, (long) kind), 1, Integer::sum) - 1;
                assertThat(tally.count(id << 32, id, id * 31, kind)).isEqualTo(before);
            }
        }
    }
}
