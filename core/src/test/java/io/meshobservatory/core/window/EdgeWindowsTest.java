/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Relation;
import io.meshobservatory.core.graph.Versions;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When the rows of an edge are given out, on a clock of event time that begins with an hour. */
class EdgeWindowsTest {
    private static final long HOUR_START = 1_699_999_200_000L;
    private static final long LATENESS = 120_000;
    private static final Relation RELATION = Calls.EDGE.relation();
    private static final Versions VERSIONS = Versions.of(Calls.EDGE);

    private final EdgeWindows windows = new EdgeWindows();

    @Test
    @DisplayName("each row is due when its window closes, the running hour's at the close of each of its minutes too")
    void dueAtClose() {
        add(5_000);

        assertThat(advance(9_998)).isEmpty();
        assertThat(advance(9_999)).containsExactly("10+0=1");
        assertThat(advance(10_000)).isEmpty();
        assertThat(advance(59_999)).containsExactly("60+0=1", "3600+0=1");
        assertThat(advance(119_999)).as("nothing new, nothing to tell").isEmpty();
        assertThat(advance(3_599_999)).isEmpty();
    }

    @Test
    @DisplayName("the running hour grows from minute to minute, and is told only when it changed")
    void runningHour() {
        add(5_000);
        advance(59_999);
        add(65_000);
        add(75_000);

        assertThat(advance(119_999)).contains("3600+0=3");
        assertThat(advance(179_999)).isEmpty();
    }

    @Test
    @DisplayName("a change says whether the next advance may have to come earlier")
    void woken() {
        assertThat(add(5_000)).isTrue();
        assertThat(add(6_000)).as("all is to be given out already").isFalse();
        assertThat(add(15_000)).as("another ten seconds").isTrue();
        advance(9_999);
        assertThat(add(5_000)).as("given out once").isTrue();
    }

    @Test
    @DisplayName("a late change updates the rows that were given out already, whole rows, not differences")
    void lateChange() {
        add(5_000);
        advance(59_999);
        add(6_000);

        assertThat(advance(70_000)).containsExactly("10+0=2", "60+0=2");
        assertThat(advance(119_999)).containsExactly("3600+0=2");
    }

    @Test
    @DisplayName("when later spans withdrew every call, a row without calls asks to remove the earlier one")
    void removal() {
        add(5_000);
        advance(59_999);
        EdgeStats changes = new EdgeStats();
        changes.withdraw(call(5_000));
        windows.merge(HOUR_START, VERSIONS, Vantage.TRACES, changes);
        List<EdgeRow> rows = rows(119_999);

        assertThat(rows).hasSize(3).allMatch(EdgeRow::isRemoval);
        assertThat(rows).allMatch(row -> row.slowestTraceId() == null);
    }

    @Test
    @DisplayName(
            "a window is forgotten when the allowed lateness after its end is over; what changed last is told first")
    void forgotten() {
        add(5_000);
        advance(59_999);
        add(6_000);
        assertThat(advance(9_999 + LATENESS)).contains("10+0=2");
        add(7_000);

        assertThat(advance(9_999 + LATENESS + 1))
                .as("a new window in the place of the forgotten one: the operator keeps such changes out")
                .contains("10+0=1");
        advance(3_599_999 + LATENESS - 1);
        assertThat(windows.isEmpty()).isFalse();
        advance(3_599_999 + LATENESS);
        assertThat(windows.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("driven by nothing but its own next wake, it tells all rows and becomes empty")
    void nextWakeEmptiesIt() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            EdgeWindows driven = new EdgeWindows();
            int calls = 1 + random.nextInt(20);
            for (int i = 0; i < calls; i++) {
                EdgeStats stats = new EdgeStats();
                stats.add(call(0));
                driven.merge(HOUR_START + random.nextInt(720) * 10_000L, VERSIONS, Vantage.TRACES, stats);
            }
            long now = random.nextBoolean() ? Long.MIN_VALUE : HOUR_START + random.nextInt(7_200_000);
            List<EdgeRow> told = new ArrayList<>();
            int wakes = 0;
            while (!driven.isEmpty()) {
                now = Math.max(driven.nextWakeMillis(now, LATENESS), now + 1);
                driven.advance(now, LATENESS, RELATION, told::add);
                assertThat(++wakes).as("round %d at %d", round, now).isLessThan(1_000);
            }
            assertThat(sum(told, WindowSize.TEN_SECONDS)).isEqualTo(calls);
            assertThat(sum(told, WindowSize.ONE_MINUTE)).isEqualTo(calls);
            assertThat(driven.nextWakeMillis(now, LATENESS)).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    @DisplayName("the end of the input closes all windows at once")
    void endOfInput() {
        add(5_000);

        assertThat(advance(Long.MAX_VALUE - HOUR_START)).containsExactly("10+0=1", "60+0=1", "3600+0=1");
        assertThat(windows.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("before the first watermark the clock stands at the smallest number: the next wake is the first close")
    void beforeTheFirstWatermark() {
        add(5_000);

        assertThat(windows.nextWakeMillis(Long.MIN_VALUE, LATENESS)).isEqualTo(HOUR_START + 9_999);
    }

    @Test
    @DisplayName("what is written, or copied, behaves like the original, and shares nothing with it")
    void writtenAndCopied() throws IOException {
        add(5_000);
        advance(9_999);
        add(65_000);
        EdgeWindows copy = windows.copy();
        byte[] bytes = bytes(windows);
        EdgeWindows read = EdgeWindows.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        assertThat(bytes(read)).isEqualTo(bytes);
        assertThat(bytes(copy)).isEqualTo(bytes);

        List<EdgeRow> expected = rows(3_700_000);
        assertThat(rows(read, 3_700_000)).isEqualTo(expected);
        assertThat(rows(copy, 3_700_000)).isEqualTo(expected);
        assertThat(expected).hasSize(4);
    }

    @Test
    @DisplayName("several places and versions survive writing and copying, what was shown before included")
    void writtenWithSeveralVantages() throws IOException {
        Versions half = new Versions("v1", "unknown");
        windows.merge(HOUR_START, half, Vantage.TRACES, one());
        windows.merge(HOUR_START, VERSIONS, Vantage.LOGS_DESTINATION, counted(3));
        rows(9_999);
        windows.merge(HOUR_START, VERSIONS, Vantage.METRICS_SOURCE, counted(9));
        windows.merge(HOUR_START, VERSIONS, Vantage.METRICS_DESTINATION, counted(8));
        byte[] bytes = bytes(windows);
        EdgeWindows read = EdgeWindows.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        EdgeWindows copy = windows.copy();
        assertThat(bytes(read)).isEqualTo(bytes);
        assertThat(bytes(copy)).isEqualTo(bytes);
        copy.merge(HOUR_START, VERSIONS, Vantage.METRICS_SOURCE, counted(1));
        assertThat(bytes(windows)).as("the copy shares nothing").isEqualTo(bytes);

        List<EdgeRow> expected = rows(10_000);
        assertThat(rows(read, 10_000)).isEqualTo(expected);
        assertThat(expected).hasSize(1);
        assertThat(expected.get(0).calls()).isEqualTo(9);
        assertThat(expected.get(0).coverage().sampledCalls()).isEqualTo(1);
    }

    @Test
    @DisplayName("a version that was shown and is later found to be another one's is removed, and not again")
    void removalOfAFoldedVersion() {
        Versions half = new Versions("v1", "unknown");
        windows.merge(HOUR_START, half, Vantage.TRACES, one());
        assertThat(rows(9_999)).extracting(row -> Versions.of(row.edge())).containsExactly(half);

        windows.merge(HOUR_START, VERSIONS, Vantage.METRICS_SOURCE, counted(5));
        List<EdgeRow> rows = rows(10_000);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).calls()).isEqualTo(5);
        assertThat(rows.get(0).coverage().sampledCalls()).isEqualTo(1);
        assertThat(rows.get(1).isRemoval()).isTrue();
        assertThat(Versions.of(rows.get(1).edge())).isEqualTo(half);

        windows.merge(HOUR_START, VERSIONS, Vantage.METRICS_SOURCE, counted(1));
        assertThat(rows(10_001)).extracting(EdgeRow::calls).containsExactly(6L);
    }

    @Test
    @DisplayName("a folded version comes back when a second version is counted that fits as well")
    void foldedVersionComesBack() {
        Versions half = new Versions("v1", "unknown");
        windows.merge(HOUR_START, half, Vantage.TRACES, one());
        windows.merge(HOUR_START, VERSIONS, Vantage.METRICS_SOURCE, counted(5));
        assertThat(rows(9_999)).hasSize(1);
        windows.merge(HOUR_START, new Versions("v1", "v3"), Vantage.METRICS_SOURCE, counted(2));
        List<EdgeRow> rows = rows(10_000);

        assertThat(rows).noneMatch(EdgeRow::isRemoval);
        assertThat(rows).extracting(EdgeRow::calls).containsExactlyInAnyOrder(5L, 2L, 0L);
        assertThat(rows).extracting(row -> row.coverage().sampledCalls()).containsExactlyInAnyOrder(0L, 0L, 1L);
    }

    @Test
    @DisplayName("what one place withdrew altogether names nothing any more, though another place still counts")
    void withdrawnFromOnePlace() {
        windows.merge(HOUR_START, VERSIONS, Vantage.TRACES, one());
        windows.merge(HOUR_START, VERSIONS, Vantage.METRICS_SOURCE, counted(5));
        assertThat(rows(9_999)).extracting(EdgeRow::slowestTraceId).doesNotContainNull();
        windows.merge(HOUR_START, VERSIONS, Vantage.TRACES, one().negated());
        List<EdgeRow> rows = rows(10_000);

        assertThat(rows).extracting(EdgeRow::calls).containsExactly(5L);
        assertThat(rows.get(0).slowestTraceId()).isNull();
        assertThat(rows.get(0).client()).isNull();
        assertThat(rows.get(0).coverage()).isEqualTo(Coverage.NONE);
    }

    @Test
    @DisplayName(
            "in a new incarnation all rows that were given out are due again, once, also after writing and copying")
    void resumed() throws IOException {
        windows.resume(0);
        add(5_000);
        add(65_000);
        assertThat(advance(60_000)).containsExactly("10+0=1", "60+0=1");
        windows.resume(0);
        assertThat(advance(60_001)).as("the same incarnation").isEmpty();

        EdgeWindows read = EdgeWindows.read(new DataInputStream(new ByteArrayInputStream(bytes(windows))));
        windows.resume(1);
        assertThat(windows.nextWakeMillis(HOUR_START + 60_001, LATENESS)).isLessThanOrEqualTo(HOUR_START + 60_001);
        assertThat(advance(60_002)).containsExactly("10+0=1", "60+0=1");
        windows.resume(1);
        EdgeWindows copy = windows.copy();
        copy.resume(1);
        assertThat(rows(copy, 60_003)).isEmpty();
        assertThat(advance(60_003)).isEmpty();

        read.resume(1);
        assertThat(rows(read, 60_003)).hasSize(2);
    }

    @Test
    @DisplayName("a version that is gone by then is not given out again, nor removed again")
    void resumedAfterARemoval() {
        windows.merge(HOUR_START, VERSIONS, Vantage.TRACES, one());
        rows(9_999);
        windows.merge(HOUR_START, VERSIONS, Vantage.TRACES, one().negated());
        assertThat(rows(10_000)).hasSize(1).allMatch(EdgeRow::isRemoval);
        windows.resume(1);

        assertThat(rows(10_001)).isEmpty();
    }

    @Test
    @DisplayName(
            "what the callee's proxy counts at the edge of an hour, scraped at another moment than the caller's, is"
                    + " not counted again")
    void spillOverTheHour() {
        long hour = WindowSize.ONE_HOUR.millis();
        see(-10_000, Vantage.METRICS_DESTINATION, 4);
        see(0, Vantage.METRICS_SOURCE, 100);
        see(0, Vantage.METRICS_DESTINATION, 90);
        see(hour - 20_000, Vantage.METRICS_SOURCE, 10);
        see(hour, Vantage.METRICS_DESTINATION, 16);

        assertThat(sum(rows(2 * hour), WindowSize.ONE_HOUR)).isEqualTo(110);
    }

    @Test
    @DisplayName("where only the callee's proxy counts for long, it is believed")
    void onlyTheCallee() {
        long hour = WindowSize.ONE_HOUR.millis();
        see(hour - 20_000, Vantage.METRICS_SOURCE, 10);
        see(hour, Vantage.METRICS_DESTINATION, 16);
        see(hour + 600_000, Vantage.METRICS_DESTINATION, 20);

        assertThat(sum(rows(2 * hour), WindowSize.ONE_HOUR)).isEqualTo(46);
    }

    private void see(long millisOfHour, Vantage vantage, long calls) {
        EdgeStats stats = counted(calls);
        stats.seen(HOUR_START + millisOfHour, HOUR_START + millisOfHour + 9_999);
        windows.merge(HOUR_START + millisOfHour, VERSIONS, vantage, stats);
    }

    @Test
    @DisplayName("state of an unknown format is refused with what was found and what was expected")
    void unknownFormat() {
        byte[] bytes = {7};
        assertThatThrownBy(() -> EdgeWindows.read(new DataInputStream(new ByteArrayInputStream(bytes))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("7")
                .hasMessageContaining("expected: 3");
    }

    private static EdgeStats one() {
        EdgeStats stats = new EdgeStats();
        stats.add(call(5_000));
        return stats;
    }

    private static EdgeStats counted(long calls) {
        EdgeStats stats = new EdgeStats();
        stats.addCounted(calls, Exchange.of(Outcome.OK));
        return stats;
    }

    private boolean add(long millisOfHour) {
        EdgeStats stats = new EdgeStats();
        stats.add(call(millisOfHour));
        return windows.merge(
                WindowSize.TEN_SECONDS.startMillis(HOUR_START + millisOfHour), VERSIONS, Vantage.TRACES, stats);
    }

    /** The rows that are due as {@code seconds+start=calls}, the start in seconds of the hour. */
    private List<String> advance(long millisOfHour) {
        return rows(millisOfHour).stream()
                .map(row -> row.windowSize().seconds() + "+" + (row.windowStartMillis() - HOUR_START) / 1000 + "="
                        + row.calls())
                .toList();
    }

    private List<EdgeRow> rows(long millisOfHour) {
        return rows(windows, millisOfHour);
    }

    private static List<EdgeRow> rows(EdgeWindows windows, long millisOfHour) {
        List<EdgeRow> rows = new ArrayList<>();
        windows.advance(HOUR_START + millisOfHour, LATENESS, RELATION, rows::add);
        return rows;
    }

    private static long sum(List<EdgeRow> rows, WindowSize size) {
        return rows.stream()
                .filter(row -> row.windowSize() == size)
                .mapToLong(EdgeRow::calls)
                .sum();
    }

    private static Call call(long millisOfHour) {
        return Calls.at(HOUR_START + millisOfHour, Outcome.OK);
    }

    private static byte[] bytes(EdgeWindows windows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        windows.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
