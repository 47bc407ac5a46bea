/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of calls are merged in whatever order the network gives: the laws of a group must hold. */
class EdgeStatsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("calls in any order, summed in any portions, give the same row")
    void commutativeAndAssociative(long seed) {
        Random random = new Random(seed);
        List<Call> calls = new ArrayList<>(
                Stream.generate(() -> Calls.random(random)).limit(300).toList());
        EdgeRow expected = row(sum(calls));
        for (int round = 0; round < 10; round++) {
            Collections.shuffle(calls, random);
            List<EdgeStats> parts = new ArrayList<>();
            for (int i = 0; i < calls.size(); ) {
                int to = Math.min(calls.size(), i + 1 + random.nextInt(100));
                parts.add(sum(calls.subList(i, to)));
                i = to;
            }
            Collections.shuffle(parts, random);
            EdgeStats merged = new EdgeStats();
            parts.forEach(merged::merge);
            assertThat(row(merged)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("a withdrawn call leaves all counts as if it had never been, also if the withdrawal comes first")
    void inverse(long seed) {
        Random random = new Random(seed);
        EdgeStats kept = new EdgeStats();
        EdgeStats detour = new EdgeStats();
        for (int i = 0; i < 200; i++) {
            Call call = Calls.random(random);
            kept.add(call);
            Call passing = Calls.random(random);
            EdgeStats withdrawal = new EdgeStats();
            withdrawal.withdraw(passing);
            detour.merge(withdrawal);
            detour.add(call);
            detour.add(passing);
        }

        assertThat(countsOf(row(detour))).isEqualTo(countsOf(row(kept)));
        assertThat(detour.calls()).isEqualTo(200);
    }

    @Test
    @DisplayName("when every call was withdrawn, the row says so and names none of them")
    void nothingLeft() {
        EdgeStats stats = new EdgeStats();
        Call call = Calls.call(3, 5_000_000, 2, 1, Outcome.FAILED_GRPC, "UF", 10, "spiffe://a");
        stats.add(call);
        stats.withdraw(call);
        stats.forgetExtremesIfEmpty();
        EdgeRow row = stats.toRow(WindowSize.TEN_SECONDS, 10_000, Calls.EDGE);

        assertThat(row.isRemoval()).isTrue();
        assertThat(row.slowestTraceId()).isNull();
        assertThat(row.errorTraceId()).isNull();
        assertThat(row.sourcePrincipal()).isNull();
        assertThat(row.client()).isNull();
        assertThat(row.responseFlags()).isEmpty();
        assertThat(row.firstSeenMillis()).isEqualTo(10_000);
    }

    @Test
    @DisplayName("the row counts each outcome in its place, and only the callee's failures as errors")
    void rowOfOutcomes() {
        EdgeStats stats = new EdgeStats();
        for (Outcome outcome : Outcome.values()) {
            stats.add(Calls.call(1, 7_000_000, 4_000_000, 2_000_000, outcome, "UF", 10, ""));
        }
        EdgeRow row = row(stats);

        assertThat(row.calls()).isEqualTo(Outcome.values().length);
        assertThat(row.errors()).isEqualTo(4);
        assertThat(List.of(
                        row.errorsHttp5xx(),
                        row.errorsGrpc(),
                        row.errorsNoResponse(),
                        row.errorsStatus(),
                        row.rejectedHttp4xx(),
                        row.rejectedGrpc(),
                        row.faultsInjected()))
                .containsOnly(1L);
        assertThat(row.responseFlags()).isEqualTo(Map.of("UF", row.calls()));
        assertThat(row.requestBytes()).isEqualTo(10 * row.calls());
        assertThat(row.client()).isNotNull();
        assertThat(row.client().meanMillis()).isCloseTo(4, within(1e-9));
        assertThat(row.server()).isNotNull();
        assertThat(row.server().calls()).isEqualTo(row.calls());
        assertThat(row.mtls()).isEqualTo("unknown");
    }

    @Test
    @DisplayName("mutual TLS: all calls, some, or none observed")
    void mutualTls() {
        EdgeStats stats = new EdgeStats();
        stats.add(Calls.call(1, 0, 1, 1, Outcome.OK, "", -1, "spiffe://a"));
        assertThat(row(stats).mtls()).isEqualTo("mutual");
        stats.add(Calls.at(0, Outcome.OK));
        assertThat(row(stats).mtls()).isEqualTo("mixed");
    }

    @Test
    @DisplayName("the slowest call and the slowest failure are kept as examples; ties go to the smaller trace id")
    void examples() {
        EdgeStats stats = new EdgeStats();
        stats.add(Calls.call(5, 2_000_000, 10, 5, Outcome.OK, "", -1, "a"));
        stats.add(Calls.call(3, 9_000_000, 10, 5, Outcome.OK, "", -1, "b"));
        stats.add(Calls.call(4, 4_000_000, 7, 8, Outcome.FAILED_GRPC, "", -1, "a"));
        stats.add(Calls.call(2, 4_000_000, -1, 8, Outcome.FAILED_GRPC, "", -1, "a"));
        EdgeRow row = row(stats);

        assertThat(row.slowestTraceId()).endsWith("3");
        assertThat(row.errorTraceId()).as("unsigned: -4 is smaller than -2").endsWith("4");
        assertThat(row.firstSeenMillis()).isEqualTo(2);
        assertThat(row.lastSeenMillis()).isEqualTo(9);
        assertThat(row.sourcePrincipal())
                .as("the later one in order, for want of a better")
                .isEqualTo("b");
    }

    @Test
    @DisplayName("with the only failure withdrawn, no trace is shown as an example of one")
    void withdrawnFailure() {
        EdgeStats stats = new EdgeStats();
        stats.add(Calls.at(1, Outcome.OK));
        stats.add(Calls.at(2, Outcome.FAILED_GRPC));
        stats.withdraw(Calls.at(2, Outcome.FAILED_GRPC));

        assertThat(row(stats).errorTraceId()).isNull();
    }

    @Test
    @DisplayName("made-up response flags do not fill the memory: beyond 64 they are counted together")
    void flagOverflow() throws IOException {
        EdgeStats stats = new EdgeStats();
        for (int i = 0; i < 1_000; i++) {
            stats.add(Calls.flagged("F" + i));
        }
        stats.add(Calls.flagged("F3"));
        Map<String, Long> flags = row(stats).responseFlags();

        assertThat(flags).hasSize(65).containsEntry("OTHER", 936L).containsEntry("F3", 2L);
        assertThat(row(reread(stats))).as("a restart changes nothing").isEqualTo(row(stats));
        assertThat(row(stats.copy())).isEqualTo(row(stats));
        for (int i = 0; i < 1_000; i++) {
            stats.withdraw(Calls.flagged("F" + i));
        }
        assertThat(row(stats).responseFlags().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("what is written is read back, sums of changes with negative counts included")
    void roundTrip(long seed) throws IOException {
        Random random = new Random(seed);
        EdgeStats stats = new EdgeStats();
        EdgeStats changes = new EdgeStats();
        for (int i = 0; i < 100; i++) {
            stats.add(Calls.random(random));
            changes.withdraw(Calls.random(random));
        }
        assertThat(row(reread(stats))).isEqualTo(row(stats));
        assertThat(bytes(reread(changes))).isEqualTo(bytes(changes));
        assertThat(row(reread(new EdgeStats()))).isEqualTo(row(new EdgeStats()));
    }

    @Test
    @DisplayName("state of an unknown format is refused with what was found and what was expected")
    void unknownFormat() throws IOException {
        byte[] bytes = bytes(sum(List.of(Calls.flagged("UF"))));
        bytes[0] = 9;
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("9")
                .hasMessageContaining("expected: 1");
        bytes[0] = 1;
        bytes[9] = 100;
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining("100 outcomes");
    }

    @Test
    @DisplayName("a copy shares nothing")
    void copy() {
        EdgeStats stats = sum(List.of(Calls.flagged("UF")));
        EdgeRow before = row(stats);
        stats.copy().add(Calls.flagged("DC"));

        assertThat(row(stats)).isEqualTo(before);
    }

    private static EdgeStats sum(List<Call> calls) {
        EdgeStats stats = new EdgeStats();
        calls.forEach(stats::add);
        return stats;
    }

    private static EdgeRow row(EdgeStats stats) {
        return stats.toRow(WindowSize.ONE_HOUR, 0, Calls.EDGE);
    }

    /** The parts of a row that form a group: all but the extremes. */
    private static List<Object> countsOf(EdgeRow row) {
        assertThat(row.client()).isNotNull();
        assertThat(row.server()).isNotNull();
        return List.of(
                row.calls(),
                row.errors(),
                row.errorsHttp5xx(),
                row.errorsGrpc(),
                row.errorsNoResponse(),
                row.errorsStatus(),
                row.rejectedHttp4xx(),
                row.rejectedGrpc(),
                row.faultsInjected(),
                row.responseFlags(),
                row.requestBytes(),
                row.responseBytes(),
                row.mutualTlsCalls(),
                row.client(),
                row.server());
    }

    private static EdgeStats reread(EdgeStats stats) throws IOException {
        return read(bytes(stats));
    }

    private static EdgeStats read(byte[] bytes) throws IOException {
        return EdgeStats.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static byte[] bytes(EdgeStats stats) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stats.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
