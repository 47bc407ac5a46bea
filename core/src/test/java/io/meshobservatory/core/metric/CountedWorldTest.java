/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.window.EdgeDelta;
import io.meshobservatory.core.window.WindowSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the counter finds is what somebody who knows every event says can be known. */
class CountedWorldTest {
    private static final int SEEDS = 300;
    private static final long LATENESS = 120_000;
    private static final long DISORDER = 40_000;

    static Stream<Arguments> worlds() {
        return Stream.of(CountedWorld.Style.values())
                .flatMap(style ->
                        Stream.iterate(1L, seed -> seed + 1).limit(SEEDS).map(seed -> Arguments.of(seed, style)));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    @DisplayName("every event that can be known is counted exactly once, in some window")
    void countsWhatCanBeKnown(long seed, CountedWorld.Style style) throws IOException {
        CountedWorld world = new CountedWorld(seed, style);

        List<EdgeDelta> deltas = count(world.arrivals(), seed);

        assertThat(deltas.stream().mapToLong(delta -> delta.changes().calls()).sum())
                .isEqualTo(world.visible());
        assertThat(deltas)
                .allMatch(delta -> delta.windowStartMillis() % WindowSize.TEN_SECONDS.millis() == 0)
                .noneMatch(delta -> delta.changes().isEmpty());
    }

    /** As the operator does: what comes waits until event time has passed its window. */
    private static List<EdgeDelta> count(List<TargetPoints> arrivals, long seed) throws IOException {
        TargetCounter counter = new TargetCounter();
        List<TargetPoints> waiting = new ArrayList<>();
        List<EdgeDelta> deltas = new ArrayList<>();
        long latest = Long.MIN_VALUE;
        for (TargetPoints arrival : arrivals) {
            waiting.add(arrival);
            latest = Math.max(
                    latest, TargetPoints.lastMillisBefore(arrival.seenNanos().get(0)));
            long now = WindowSize.TEN_SECONDS.startMillis(latest - DISORDER) - 1;
            deltas.addAll(countDue(counter, waiting, now));
            if (waiting.size() % 5 == seed % 5) {
                counter = reread(counter);
            }
        }
        for (long now = WindowSize.TEN_SECONDS.startMillis(latest - DISORDER); !waiting.isEmpty(); now += 10_000) {
            deltas.addAll(countDue(counter, waiting, now + 9_999));
        }
        return deltas;
    }

    private static List<EdgeDelta> countDue(TargetCounter counter, List<TargetPoints> waiting, long now) {
        List<TargetPoints> due = new ArrayList<>();
        waiting.removeIf(points -> !points.only(last -> last > now).isEmpty() ? false : due.add(points));
        TargetResults results = counter.process(due, now, LATENESS);
        assertThat(results.unusable()).isEmpty();
        return results.deltas();
    }

    private static TargetCounter reread(TargetCounter counter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counter.write(new DataOutputStream(bytes));
        return TargetCounter.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
