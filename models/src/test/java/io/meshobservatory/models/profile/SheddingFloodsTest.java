/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static io.meshobservatory.models.profile.EdgeMinuteBuilder.service;
import static io.meshobservatory.models.profile.SmallMesh.CLIENTS;
import static io.meshobservatory.models.profile.SmallMesh.DAY;
import static io.meshobservatory.models.profile.SmallMesh.FRONTEND;
import static io.meshobservatory.models.profile.SmallMesh.GATEWAY;
import static io.meshobservatory.models.profile.SmallMesh.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Several times the usual calls, of the usual mixture,")
class SheddingFloodsTest {
    private static final int FROM = DAY + 10 * HOUR;
    /** From this strength on one signal is told without a second. */
    private static final double OVERWHELMING = 0.9999;

    private static final Node PARTNERS = service("partner-api");

    /** Four times the usual calls from outside in some minutes, of which proxies shed so many. */
    private static SmallMesh flood(long seed, long... shed) {
        return SmallMesh.run(seed, FROM + shed.length, (minute, now) -> {
            if (minute >= FROM && shed[minute - FROM] >= 0) {
                surge(now.edge(CLIENTS, GATEWAY, "http")).overflowed(shed[minute - FROM]);
            }
        });
    }

    private static EdgeMinuteBuilder surge(EdgeMinuteBuilder edge) {
        return edge.add(210, "GET /", 500, 9000)
                .add(160, "GET /product/{id}", 500, 9000)
                .add(100, "POST /cart", 500, 9000)
                .add(55, "POST /checkout", 500, 9000);
    }

    private static int minute(Signal signal) {
        return (int) ((signal.startMillis() - SmallMesh.START) / 60_000) - FROM;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName(
            "are told after the second minute, if by then load was shed that never was, though hardly any in the first")
    void secondMinute(long seed) {
        List<Signal> signals = flood(seed, 1, 2).signals(0);
        assertThat(signals).hasSize(1);
        Signal flood = signals.get(0);
        assertThat(flood.kind()).isEqualTo(SignalKind.FLOOD);
        assertThat(minute(flood)).isEqualTo(1);
        assertThat(flood.strength()).isGreaterThanOrEqualTo(OVERWHELMING);
        assertThat(flood.measures()).anySatisfy(measure -> {
            assertThat(measure.feature()).isEqualTo("calls_shed_10m");
            assertThat(measure.observed()).isBetween(2.5, 3.0);
            assertThat(measure.expected()).isLessThan(0.1);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("are not told of one minute alone, however much was shed, nor of two that do not follow each other")
    void singleMinutes(long seed) {
        List<Signal> signals = flood(seed, 20, -1, 20).signals(0, SignalKind.FLOOD);
        assertThat(signals).extracting(SheddingFloodsTest::minute).containsExactly(0, 2);
        assertThat(signals).allMatch(signal -> signal.strength() < OVERWHELMING);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("are a load test if none is shed, or two in ten minutes")
    void loadTest(long seed) {
        assertThat(flood(seed, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0).signals(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("are a load test if no greater share is shed than always, or up to three times that")
    void usualShare(long seed) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + 20, (minute, now) -> {
            EdgeMinuteBuilder edge = now.edge(CLIENTS, GATEWAY, "http");
            double share = minute < FROM ? 0.01 : 0.02;
            if (minute >= FROM) {
                surge(edge);
            }
            edge.overflowed(now.poisson(share * edge.calls));
        });
        assertThat(mesh.signals(0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 1", "2, 5, 1", "3, 5, 1", "1, 0, 0", "2, 0, 0", "3, 0, 0"})
    @DisplayName(
            "of one of two services behind a gateway are told where load is shed, though the gateway is busier, too")
    void behindGateway(long seed, long shed, int signals) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + 1, (minute, now) -> {
            boolean flooded = minute >= FROM;
            long calls = now.poisson(100) + (flooded ? 270 : 0);
            now.edge(CLIENTS, GATEWAY, "http").add(calls, "GET /feed", 500, 9000);
            now.edge(GATEWAY, PARTNERS, "http")
                    .add(calls, "GET /feed", 500, 9000)
                    .overflowed(flooded ? shed : 0);
        });
        assertThat(mesh.signals(0)).hasSize(signals).allSatisfy(signal -> {
            assertThat(signal.kind()).isEqualTo(SignalKind.FLOOD);
            assertThat(signal.source()).isEqualTo(GATEWAY);
            assertThat(signal.destination()).isEqualTo(PARTNERS);
            assertThat(signal.measures().get(0).expected()).isBetween(70.0, 130.0);
        });
        assertThat(mesh.signals(0)).noneMatch(signal -> FRONTEND.equals(signal.destination()));
    }

    @Test
    @DisplayName("are remembered from one minute to the next in the written state")
    void survivesWriting() throws IOException {
        NodeProfile profile = flood(4, 1).profile(CLIENTS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        profile.write(new DataOutputStream(bytes));
        NodeProfile copy = NodeProfile.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        long start = SmallMesh.START + (FROM + 1) * 60_000L;
        EdgeMinute next = surge(new EdgeMinuteBuilder(CLIENTS, GATEWAY, "http"))
                .add(180, "GET /", 500, 9000)
                .overflowed(2)
                .at(start);
        Prevalence prevalence = new Prevalence(1, SmallMesh.START, Double.NaN, Double.NaN, Double.NaN, List.of());
        MinuteResult result = copy.observe(
                start,
                List.of(new Sighted(next, prevalence)),
                List.of(),
                List.of(),
                ProfileSettings.defaults(),
                Releases.NONE);
        assertThat(result.signals()).hasSize(1);
        assertThat(result.signals().get(0).strength()).isGreaterThanOrEqualTo(OVERWHELMING);
    }
}
