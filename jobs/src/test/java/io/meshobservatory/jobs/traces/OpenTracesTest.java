/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.TraceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Open traces")
class OpenTracesTest {
    private final OpenTraces open = new OpenTraces();

    @Test
    @DisplayName("are found by their ids, and not once they were taken out, however many come and go")
    void findsWhatIsOpen() {
        Random random = new Random(1);
        Map<TraceId, OpenTrace> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            TraceId id = new TraceId(random.nextInt(3), random.nextInt(3_000));
            OpenTrace known = expected.get(id);
            assertThat(open.get(id.high(), id.low())).isSameAs(known);
            if (known == null) {
                OpenTrace trace = new OpenTrace(id);
                expected.put(id, trace);
                open.put(trace);
            } else if (random.nextInt(4) > 0) {
                expected.remove(id);
                open.remove(known);
            }
            assertThat(open.size()).isEqualTo(expected.size());
        }
        assertThat(open.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    @DisplayName("are looked at in the order of time, once for each time that was noted")
    void wakes() {
        OpenTrace one = new OpenTrace(new TraceId(0, 1));
        OpenTrace two = new OpenTrace(new TraceId(0, 2));
        open.put(one);
        open.put(two);
        open.wake(one, 30);
        open.wake(two, 10);
        open.wake(one, 20);
        open.wake(one, 10);
        open.wake(one, 20);

        assertThat(open.nextMillis()).isEqualTo(10);
        assertThat(open.pollNext()).containsExactly(two, one);
        assertThat(two.wakeCount()).isZero();
        assertThat(open.nextMillis()).isEqualTo(20);
        assertThat(open.pollNext()).containsExactly(one);
        open.wake(one, 20);
        assertThat(open.pollNext()).containsExactly(one);
        assertThat(open.pollNext()).containsExactly(one);
        assertThat(one.wakeCount()).isZero();
        assertThat(open.nextMillis()).isEqualTo(Long.MAX_VALUE);
    }
}
