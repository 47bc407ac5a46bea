/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import static io.meshobservatory.core.metric.Points.cumulative;
import static io.meshobservatory.core.metric.Points.delta;
import static io.meshobservatory.core.metric.Points.nanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IncreaseTrackerTest {
    private static final double NO_START = -1;

    private final List<UnusableReason> unusable = new ArrayList<>();
    private IncreaseTracker tracker = new IncreaseTracker(10);

    @Test
    @DisplayName("the first point of a target is history, and only sets the baseline")
    void setsTheBaseline() {
        assertThat(read(cumulative("s", NO_START, 15, 1000))).isNull();
        assertThat(read(cumulative("s", NO_START, 30, 1009))).isEqualTo(increase(15, 30, 9));
    }

    @Test
    @DisplayName("the first point of a target is history even if it tells when it began")
    void setsTheBaselineWithAStart() {
        assertThat(read(cumulative("s", 1, 15, 1000))).isNull();
        assertThat(read(cumulative("s", 1, 30, 1001))).isEqualTo(increase(15, 30, 1));
    }

    @Test
    @DisplayName("a series that appears on a known target began at 0 since the target was last read")
    void countsANewSeriesAsAWhole() {
        read(cumulative("s", NO_START, 15, 1000));
        assertThat(read(cumulative("new", NO_START, 30, 7))).isEqualTo(increase(15, 30, 7));
        assertThat(read(cumulative("newer", 40, 45, 3))).isEqualTo(increase(40, 45, 3));
    }

    @Test
    @DisplayName("the points of one reading may differ by a little and are still the first ones")
    void doesNotTakeOneReadingForTwo() {
        read(cumulative("s", NO_START, 15, 1000));
        assertThat(read(cumulative("t", NO_START, 15.2, 1000))).isNull();
    }

    @Test
    @DisplayName("a smaller value is a new beginning")
    void seesAReset() {
        read(cumulative("s", NO_START, 15, 1000));
        assertThat(read(cumulative("s", NO_START, 30, 4))).isEqualTo(increase(15, 30, 4));
        assertThat(read(cumulative("s", NO_START, 45, 6))).isEqualTo(increase(30, 45, 2));
    }

    @Test
    @DisplayName("a sum that is greater, of fewer values, is a new beginning")
    void seesAResetOfASum() {
        read(Points.point("s", Temporality.CUMULATIVE, NO_START, 15, Reading.sum(100, 10)));
        assertThat(read(Points.point("s", Temporality.CUMULATIVE, NO_START, 30, Reading.sum(150, 2))))
                .isEqualTo(new Increase(nanos(15), nanos(30), Reading.sum(150, 2)));
        assertThat(read(Points.point("s", Temporality.CUMULATIVE, NO_START, 45, Reading.sum(250, 3))))
                .isEqualTo(new Increase(nanos(30), nanos(45), Reading.sum(100, 1)));
    }

    @Test
    @DisplayName("another start is a new beginningeven if the value is greater")
    void seesARestart() {
        read(cumulative("s", 1, 15, 10));
        assertThat(read(cumulative("s", 20, 30, 100))).isEqualTo(increase(20, 30, 100));
    }

    @Test
    @DisplayName("a start that equals the time says that the start is not known")
    void doesNotTakeARestartOfTheCollectorForOneOfTheTarget() {
        read(cumulative("s", 1, 15, 1000));
        assertThat(read(cumulative("s", 30, 30, 1002))).isEqualTo(increase(15, 30, 2));
        assertThat(read(cumulative("s", 30, 45, 1003))).isEqualTo(increase(30, 45, 1));
    }

    @Test
    @DisplayName("two collectors that read one target tell different starts, and count it once")
    void countsATargetOfTwoCollectorsOnce() {
        read(cumulative("s", 1, 15, 1000));
        assertThat(read(cumulative("s", 7, 20, 1002))).isEqualTo(increase(15, 20, 2));
        assertThat(read(cumulative("s", 1, 30, 1003))).isEqualTo(increase(20, 30, 1));
        assertThat(read(cumulative("s", 7, 35, 1004))).isEqualTo(increase(30, 35, 1));
    }

    @Test
    @DisplayName("a start that is told only later is no new beginning")
    void acceptsAStartThatIsToldLater() {
        read(cumulative("s", NO_START, 15, 1000));
        assertThat(read(cumulative("s", 1, 30, 1002))).isEqualTo(increase(15, 30, 2));
    }

    @Test
    @DisplayName("missing points do not matter, repeated ones count once, old ones tell nothing")
    void followsGapsAndRepetitions() {
        read(cumulative("s", NO_START, 15, 10));
        assertThat(read(cumulative("s", NO_START, 75, 20))).isEqualTo(increase(15, 75, 10));
        assertThat(read(cumulative("s", NO_START, 75, 20))).isNull();
        assertThat(read(cumulative("s", NO_START, 45, 15))).isNull();
        assertThat(read(cumulative("s", NO_START, 90, 21))).isEqualTo(increase(75, 90, 1));
        assertThat(unusable).isEmpty();
    }

    @Test
    @DisplayName("two values at one time contradict each other")
    void tellsAConflict() {
        read(cumulative("s", NO_START, 15, 10));
        read(cumulative("s", NO_START, 15, 12));
        assertThat(unusable).containsExactly(UnusableReason.CONFLICTING_POINT);
    }

    @Test
    @DisplayName("a delta counts as it is, once, and in any order")
    void countsDeltas() {
        assertThat(read(delta("s", 5, 15, 3))).isEqualTo(increase(5, 15, 3));
        assertThat(read(delta("s", 15, 25, 4))).isEqualTo(increase(15, 25, 4));
        assertThat(read(delta("s", 5, 15, 3))).isNull();
        assertThat(read(delta("s", 0, 5, 1))).isEqualTo(increase(0, 5, 1));
        assertThat(read(delta("s", NO_START, 35, 2))).isEqualTo(increase(35, 35, 2));
        assertThat(unusable).isEmpty();
    }

    @Test
    @DisplayName("a delta that may have been counted long ago is refused")
    void refusesDeltasOlderThanItsMemory() {
        for (int i = 1; i <= 70; i++) {
            assertThat(read(delta("s", 10 * i, 10 * i + 10, 1))).isNotNull();
        }
        assertThat(read(delta("s", 10, 20, 1))).isNull();
        assertThat(unusable).containsExactly(UnusableReason.TOO_LATE);
    }

    @Test
    @DisplayName("no more series are followed than allowed, and the others are told")
    void limitsSeries() {
        for (int i = 0; i < 12; i++) {
            read(cumulative("s" + i, NO_START, 15, 1));
        }
        assertThat(tracker.size()).isEqualTo(10);
        assertThat(unusable).containsExactly(UnusableReason.TOO_MANY_SERIES, UnusableReason.TOO_MANY_SERIES);
    }

    @Test
    @DisplayName("what was not seen for long is forgotten")
    void forgets() {
        read(cumulative("old", NO_START, 15, 1));
        read(cumulative("young", NO_START, 100, 1));
        tracker.forget(nanos(50));
        assertThat(tracker.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("a series that was forgotten and comes back only sets the baseline")
    void doesNotCountTheHistoryOfAForgottenSeries() throws IOException {
        read(cumulative("s", NO_START, 15, 1_000_000));
        tracker.seen(nanos(4000));
        tracker.forget(nanos(400));
        tracker = reread();
        assertThat(read(cumulative("s", NO_START, 4100, 1_000_001))).isNull();
        assertThat(read(cumulative("s", NO_START, 4115, 1_000_003))).isEqualTo(increase(4100, 4115, 2));
    }

    @Test
    @DisplayName("a series that was refused and finds room later only sets the baseline")
    void doesNotCountTheHistoryOfARefusedSeries() {
        tracker = new IncreaseTracker(1);
        read(cumulative("s", NO_START, 15, 5));
        read(cumulative("refused", NO_START, 15, 1_000_000));
        tracker.seen(nanos(200));
        tracker.forget(nanos(150));
        assertThat(read(cumulative("refused", NO_START, 300, 1_000_002))).isNull();
        assertThat(read(cumulative("refused", NO_START, 315, 1_000_003))).isEqualTo(increase(300, 315, 1));
    }

    @Test
    @DisplayName("forgotten deltas do not make new series suspicious")
    void forgetsDeltas() {
        read(delta("d", 5, 15, 3));
        tracker.seen(nanos(4000));
        tracker.forget(nanos(400));
        assertThat(read(cumulative("new", NO_START, 4100, 7))).isEqualTo(increase(4000, 4100, 7));
    }

    @Test
    @DisplayName("of two readings at nearly the same time, the smaller value is no new beginning")
    void doesNotTakeASlowReadingForARestart() {
        read(cumulative("s", NO_START, 15, 1000));
        assertThat(read(cumulative("s", NO_START, 15.1, 998))).isNull();
        assertThat(read(cumulative("s", NO_START, 30, 1010))).isEqualTo(increase(15, 30, 10));
    }

    @Test
    @DisplayName("a new beginning soon after a reading is told by later points")
    void seesARestartSoonAfterAReading() {
        read(cumulative("s", NO_START, 15, 1000));
        assertThat(read(cumulative("s", NO_START, 17, 3))).isNull();
        assertThat(read(cumulative("s", NO_START, 32, 9))).isEqualTo(increase(15, 32, 9));
    }

    @Test
    @DisplayName("it goes on from its written state as if nothing had happened")
    void survivesAWriteAndARead() throws IOException {
        read(cumulative("s", 1, 15, 10));
        read(delta("d", 5, 15, 3));
        tracker = reread();
        assertThat(read(cumulative("s", 1, 30, 14))).isEqualTo(increase(15, 30, 4));
        assertThat(read(delta("d", 5, 15, 3))).isNull();
        assertThat(read(cumulative("new", NO_START, 45, 2))).isEqualTo(increase(30, 45, 2));
    }

    @Test
    @DisplayName("an unknown format is an error")
    void refusesAnotherFormat() {
        assertThatThrownBy(
                        () -> IncreaseTracker.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9})), 10))
                .isInstanceOf(IOException.class)
                .hasMessage("series of a target in format 9 (expected: 2)");
    }

    private @Nullable Increase read(MetricPoint point) {
        Increase increase = tracker.observe(point, unusable::add);
        tracker.seen(point.timeNanos());
        return increase;
    }

    private IncreaseTracker reread() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tracker.write(new DataOutputStream(bytes));
        return IncreaseTracker.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 10);
    }

    private static Increase increase(double from, double to, long amount) {
        return new Increase(nanos(from), nanos(to), Reading.count(amount));
    }
}
