/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.SampleWeight;
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
        assertThat(row(detour).coverage().sampledCalls()).isEqualTo(200);
    }

    @Test
    @DisplayName("when every call was withdrawn, the row says so and names none of them")
    void nothingLeft() {
        EdgeStats stats = new EdgeStats();
        Call call = Calls.call(3, 5_000_000, 2, 1, Outcome.FAILED_GRPC, "UF", 10, "spiffe://a");
        stats.add(call);
        stats.withdraw(call);
        EdgeRow row = Rows.of(WindowSize.TEN_SECONDS, 10_000, Calls.EDGE, stats);

        assertThat(row.isRemoval()).isTrue();
        assertThat(row.slowestTraceId()).isNull();
        assertThat(row.errorTraceId()).isNull();
        assertThat(row.security().sourcePrincipal()).isNull();
        assertThat(row.client()).isNull();
        assertThat(row.traffic().responseFlags()).isEmpty();
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
                        row.traffic().outcomes().errorsHttp5xx(),
                        row.traffic().outcomes().errorsGrpc(),
                        row.traffic().outcomes().errorsNoResponse(),
                        row.traffic().outcomes().errorsStatus(),
                        row.traffic().outcomes().rejectedHttp4xx(),
                        row.traffic().outcomes().rejectedGrpc(),
                        row.traffic().outcomes().faultsInjected()))
                .containsOnly(1L);
        assertThat(row.traffic().responseFlags()).isEqualTo(Map.of("UF", row.calls()));
        assertThat(row.traffic().requestBytes()).isEqualTo(10 * row.calls());
        assertThat(row.client()).isNotNull();
        assertThat(row.client().meanMillis()).isCloseTo(4, within(1e-9));
        assertThat(row.server()).isNotNull();
        assertThat(row.server().calls()).isEqualTo(row.calls());
        assertThat(row.security().mtls()).isEqualTo("unknown");
    }

    @Test
    @DisplayName("mutual TLS: all calls, some, or none observed")
    void mutualTls() {
        EdgeStats stats = new EdgeStats();
        stats.add(Calls.call(1, 0, 1, 1, Outcome.OK, "", -1, "spiffe://a"));
        assertThat(row(stats).security().mtls()).isEqualTo("mutual");
        stats.add(Calls.at(0, Outcome.OK));
        assertThat(row(stats).security().mtls()).isEqualTo("mixed");
        assertThat(Security.mtls(0, 0, 5)).isEqualTo("unknown");
        assertThat(Security.mtls(0, 3, 0)).isEqualTo("plaintext");
        assertThat(Security.mtls(1, 3, 0)).isEqualTo("mixed");
        assertThat(Security.mtls(0, 3, 1)).isEqualTo("mixed");
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
        assertThat(row.security().sourcePrincipal())
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
        Map<String, Long> flags = row(stats).traffic().responseFlags();
        assertThat(flags).hasSize(65).containsEntry("OTHER", 936L);

        String kept = flags.keySet().stream()
                .filter(flag -> !flag.equals("OTHER"))
                .findFirst()
                .orElseThrow();
        stats.add(Calls.flagged(kept));
        assertThat(row(stats).traffic().responseFlags()).containsEntry(kept, 2L).containsEntry("OTHER", 936L);
        assertThat(row(reread(stats))).as("a restart changes nothing").isEqualTo(row(stats));
        assertThat(row(stats.copy())).isEqualTo(row(stats));
        for (int i = 0; i < 1_000; i++) {
            stats.withdraw(Calls.flagged("F" + i));
        }
        assertThat(sum(row(stats).traffic().responseFlags())).isEqualTo(1);
    }

    @Test
    @DisplayName("operations and denials are bounded likewise, each by its own limit")
    void namesOverflow() {
        EdgeStats stats = new EdgeStats();
        for (int i = 0; i < 500; i++) {
            Exchange exchange = new Exchange(
                    Outcome.REJECTED_HTTP_4XX, "", 1, 1, "GET /" + i, "rbac " + i, ConnectionSecurity.UNKNOWN, "", "");
            stats.add(Calls.call(1, 0, 1, 1, exchange));
        }
        Traffic traffic = row(stats).traffic();

        assertThat(traffic.operations()).hasSize(EdgeStats.MAX_OPERATIONS + 1);
        assertThat(traffic.denials()).hasSize(EdgeStats.MAX_DENIALS + 1);
        assertThat(sum(traffic.operations())).isEqualTo(500);
        assertThat(sum(traffic.denials())).isEqualTo(500);
    }

    @Test
    @DisplayName("a sampled call stands for as many as its weight says, in counts, bytes and latencies alike")
    void weights() {
        EdgeStats stats = new EdgeStats();
        Exchange exchange = new Exchange(
                Outcome.FAILED_HTTP_5XX, "UF", 10, 20, "GET /a", "jwt", ConnectionSecurity.MUTUAL_TLS, "", "");
        Call call = Calls.call(1, 0, 4_000_000, 2_000_000, exchange);
        stats.add(Calls.weighing(100 * SampleWeight.ONE, call));
        stats.add(call);
        EdgeRow row = row(stats);

        assertThat(row.calls()).isEqualTo(101);
        assertThat(row.errors()).isEqualTo(101);
        assertThat(row.traffic().responseFlags()).isEqualTo(Map.of("UF", 101L));
        assertThat(row.traffic().operations()).isEqualTo(Map.of("GET /a", 101L));
        assertThat(row.traffic().denials()).isEqualTo(Map.of("jwt", 101L));
        assertThat(row.traffic().requestBytes()).isEqualTo(1_010);
        assertThat(row.traffic().responseBytes()).isEqualTo(2_020);
        assertThat(row.security().mutualTls()).isEqualTo(101);
        assertThat(row.client()).isNotNull();
        assertThat(row.client().calls()).isEqualTo(101);
        assertThat(row.client().meanMillis()).isCloseTo(4, within(1e-9));
        assertThat(row.coverage()).as("as recorded").isEqualTo(new Coverage(2, 2, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("weights that are no whole numbers are rounded in the sum, not in each call")
    void fractionalWeights() {
        EdgeStats stats = new EdgeStats();
        for (int i = 0; i < 1_000; i++) {
            stats.add(Calls.weighing(SampleWeight.ONE * 4 / 3, Calls.at(1, Outcome.FAILED_GRPC)));
        }

        assertThat(row(stats).calls()).isEqualTo(1_333);
        assertThat(row(stats).errors()).isEqualTo(1_333);
    }

    @Test
    @DisplayName("what was only counted is in the row as if each had been seen, but is covered by no trace")
    void counted() {
        Exchange alike = new Exchange(
                Outcome.FAILED_NO_RESPONSE, "UH", -1, -1, "", "", ConnectionSecurity.PLAIN_TEXT, "spiffe://s", "");
        EdgeStats stats = new EdgeStats();
        stats.addCounted(7, alike);
        stats.addBytes(100, 200);
        stats.addConnections(3, 2, alike);
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.add(5_000_000, 7);
        stats.addClientLatency(latencies, 35_000_000);
        stats.addServerLatency(latencies, 36_000_000);
        stats.seen(11, 17);
        EdgeRow row = row(stats);

        assertThat(row.calls()).isEqualTo(7);
        assertThat(row.traffic().outcomes().errorsNoResponse()).isEqualTo(7);
        assertThat(row.traffic().responseFlags()).as("calls and connections").isEqualTo(Map.of("UH", 10L));
        assertThat(row.traffic().requestBytes()).isEqualTo(100);
        assertThat(row.traffic().responseBytes()).isEqualTo(200);
        assertThat(row.traffic().connectionsOpened()).isEqualTo(3);
        assertThat(row.traffic().connectionsClosed()).isEqualTo(2);
        assertThat(row.security().mtls()).isEqualTo("plaintext");
        assertThat(row.security().sourcePrincipal()).isEqualTo("spiffe://s");
        assertThat(row.client()).isNotNull();
        assertThat(row.client().meanMillis()).isCloseTo(5, within(1e-9));
        assertThat(row.server()).isNotNull();
        assertThat(row.server().meanMillis()).isCloseTo(36 / 7.0, within(1e-9));
        assertThat(row.firstSeenMillis()).isEqualTo(11);
        assertThat(row.lastSeenMillis()).isEqualTo(17);
        assertThat(row.slowestTraceId()).isNull();
        assertThat(row.coverage()).isEqualTo(Coverage.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("merged with its negation, a sum is empty again; extremes take no part in it")
    void negated(long seed) throws IOException {
        Random random = new Random(seed);
        EdgeStats stats =
                sum(Stream.generate(() -> Calls.random(random)).limit(150).toList());
        stats.addCounted(5, Exchange.of(Outcome.FAILED_GRPC));
        stats.addBytes(3, 4);
        stats.addConnections(6, 5, Exchange.NOTHING);
        byte[] before = bytes(stats);
        EdgeStats negated = stats.negated();
        assertThat(bytes(stats)).as("the negated sum stays as it is").isEqualTo(before);
        assertThat(negated.calls()).isNegative();

        EdgeStats expected = sum(List.of(Calls.at(5, Outcome.OK)));
        EdgeStats detour = negated.copy();
        detour.merge(sum(List.of(Calls.at(5, Outcome.OK))));
        detour.merge(stats);
        assertThat(row(detour).traffic()).isEqualTo(row(expected).traffic());
        assertThat(row(detour).coverage()).isEqualTo(row(expected).coverage());
        assertThat(row(detour).client()).isEqualTo(row(expected).client());

        stats.merge(negated);
        assertThat(stats.isEmpty()).isTrue();
        assertThat(row(stats).isRemoval()).isTrue();
        assertThat(bytes(negated.negated().negated())).isEqualTo(bytes(negated));
        EdgeStats onlyExtremes = sum(List.of(Calls.at(9, Outcome.FAILED_GRPC))).negated();
        onlyExtremes.merge(sum(List.of(Calls.at(2, Outcome.OK), Calls.at(3, Outcome.OK))));
        assertThat(row(onlyExtremes).errorTraceId()).isNull();
        assertThat(row(onlyExtremes).lastSeenMillis()).isEqualTo(3);
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
                .hasMessageContaining("expected: 4");
        bytes[0] = 4;
        bytes[1] = 100;
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining("100 counters");
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

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static EdgeRow row(EdgeStats stats) {
        return Rows.of(WindowSize.ONE_HOUR, 0, Calls.EDGE, stats);
    }

    /** The parts of a row that form a group: all but the extremes. */
    private static List<Object> countsOf(EdgeRow row) {
        assertThat(row.client()).isNotNull();
        assertThat(row.server()).isNotNull();
        return List.of(
                row.traffic(),
                row.coverage(),
                row.security().mutualTls(),
                row.security().plainText(),
                row.security().unobserved(),
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
