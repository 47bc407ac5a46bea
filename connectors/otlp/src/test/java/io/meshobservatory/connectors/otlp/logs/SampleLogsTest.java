/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Access logs of real proxies")
class SampleLogsTest {
    private static final String UNKNOWN = Node.UNKNOWN_NAME;

    @Test
    @DisplayName("all sixteen lines of a waypoint are calls, on behalf of the services that they name")
    void waypoint() {
        List<AccessEntry> entries = entries("samples/kiali/waypoint.log");

        assertThat(entries).hasSize(16).allSatisfy(entry -> {
            assertThat(entry.vantage()).isEqualTo(Vantage.LOGS_WAYPOINT);
            assertThat(entry.call().edge().protocol()).isEqualTo("http");
            assertThat(entry.call().outcome()).isEqualTo(Outcome.OK);
            assertThat(entry.call().exchange().responseFlags()).isEmpty();
            assertThat(entry.call().exchange().denial()).isEmpty();
            assertThat(entry.call().exchange().requestBytes()).isZero();
            assertThat(entry.call().exchange().security()).isEqualTo(ConnectionSecurity.UNKNOWN);
            assertThat(entry.call().clientNanos()).isEqualTo(Call.UNKNOWN_NANOS);
            assertThat(entry.call().edge().source().kind()).isEqualTo(NodeKind.UNKNOWN);
            assertThat(entry.aliases()).isEmpty();
        });
        assertThat(counts(entries))
                .isEqualTo(new TreeMap<>(Map.of(
                        "10.244.0.37 -> details", 5L,
                        "10.244.0.35 -> ratings", 2L,
                        "10.244.0.36 -> ratings", 1L,
                        "10.244.0.37 -> reviews", 4L,
                        "10.244.0.45 -> bookinfo-gateway-istio", 4L)));
    }

    @Test
    @DisplayName("single lines of the waypoint read as a person reads them")
    void singleLinesOfTheWaypoint() {
        List<AccessEntry> entries = entries("samples/kiali/waypoint.log");

        // the pod's log was written long after; the call counts when it was made
        Call ratings = entries.get(2).call();
        assertThat(ratings.endNanos()).isEqualTo(nanos("2025-01-30T10:53:16.285Z"));
        assertThat(ratings.serverNanos()).isEqualTo(2_000_000);
        assertThat(ratings.exchange().responseBytes()).isEqualTo(48);
        assertThat(ratings.exchange().operation()).isEqualTo("GET /ratings/{id}");
        assertThat(ratings.edge().destination()).isEqualTo(new Node(UNKNOWN, "bookinfo", "ratings", NodeKind.SERVICE));
        assertThat(ratings.edge().source()).isEqualTo(Alias.ofAddress(UNKNOWN, "10.244.0.35"));

        Call page = entries.get(15).call();
        assertThat(page.endNanos()).isEqualTo(nanos("2025-01-30T10:53:19.296Z"));
        assertThat(page.serverNanos()).isEqualTo(21_000_000);
        assertThat(page.exchange().responseBytes()).isEqualTo(15_072);
        assertThat(page.exchange().operation()).isEqualTo("GET /productpage");
        assertThat(page.edge().destination())
                .isEqualTo(new Node(UNKNOWN, "bookinfo", "bookinfo-gateway-istio", NodeKind.GATEWAY));

        Call details = entries.get(0).call();
        assertThat(details.endNanos()).isEqualTo(nanos("2025-01-30T12:10:13.279Z"));
        assertThat(details.serverNanos()).isZero();
        assertThat(details.exchange().responseBytes()).isEqualTo(178);
    }

    @Test
    @DisplayName("all lines of a ztunnel are TCP connections, with the side that its direction tells")
    void ztunnel() {
        List<AccessEntry> entries = entries("samples/kiali/ztunnel.log");

        assertThat(entries).hasSize(22).allSatisfy(entry -> {
            assertThat(entry.call().isConnection()).isTrue();
            assertThat(entry.call().serverNanos()).isEqualTo(Call.UNKNOWN_NANOS);
            assertThat(entry.call().edge().destination().kind()).isEqualTo(NodeKind.SERVICE);
        });
        assertThat(entries)
                .filteredOn(entry -> entry.vantage() == Vantage.LOGS_SOURCE)
                .hasSize(9);
        assertThat(entries)
                .filteredOn(entry -> entry.vantage() == Vantage.LOGS_DESTINATION)
                .hasSize(13);
        assertThat(counts(entries))
                .isEqualTo(new TreeMap<>(Map.of(
                        "productpage-v1 -> reviews", 5L,
                        "productpage-v1 -> details", 3L,
                        "istio-ingressgateway -> productpage", 3L,
                        "bookinfo-gateway-istio -> productpage", 3L,
                        "prometheus -> productpage", 1L,
                        "hotels-v1 -> mysqldb", 2L,
                        "flights-v1 -> mysqldb", 1L,
                        "cars-v1 -> mysqldb", 2L,
                        "insurances-v1 -> mysqldb", 2L)));
    }

    @Test
    @DisplayName("single lines of the ztunnel read as a person reads them")
    void singleLinesOfTheZtunnel() {
        List<AccessEntry> entries = entries("samples/kiali/ztunnel.log");

        // the caller's side: what it sent is the request
        AccessEntry outbound = entries.get(0);
        assertThat(outbound.vantage()).isEqualTo(Vantage.LOGS_SOURCE);
        assertThat(outbound.call().endNanos()).isEqualTo(nanos("2024-04-12T10:17:44.080629Z"));
        assertThat(outbound.call().exchange().requestBytes()).isEqualTo(200);
        assertThat(outbound.call().exchange().responseBytes()).isEqualTo(603);
        assertThat(outbound.call().edge().source())
                .isEqualTo(new Node(UNKNOWN, "bookinfo", "productpage-v1", NodeKind.UNKNOWN));
        assertThat(outbound.call().edge().destination())
                .isEqualTo(new Node(UNKNOWN, "bookinfo", "reviews", NodeKind.SERVICE));
        assertThat(outbound.call().exchange().security()).isEqualTo(ConnectionSecurity.MUTUAL_TLS);
        assertThat(outbound.call().exchange().sourcePrincipal()).endsWith("/sa/bookinfo-productpage");
        assertThat(outbound.call().exchange().destinationPrincipal()).endsWith("/sa/bookinfo-reviews");
        assertThat(outbound.aliases())
                .extracting(alias -> alias.name().name())
                .containsExactlyInAnyOrder("10.244.0.14", "reviews-v2");

        // the callee's side: what it received is the request
        AccessEntry inbound = entries.get(3);
        assertThat(inbound.vantage()).isEqualTo(Vantage.LOGS_DESTINATION);
        assertThat(inbound.call().exchange().requestBytes()).isEqualTo(200);
        assertThat(inbound.call().exchange().responseBytes()).isEqualTo(599);

        // a gateway bears its own name; the service's namespace counts, not the edited one of the workload
        AccessEntry gateway = entries.get(1);
        assertThat(gateway.call().edge().source())
                .isEqualTo(new Node(UNKNOWN, "istio-system", "istio-ingressgateway", NodeKind.GATEWAY));
        assertThat(gateway.call().edge().destination())
                .isEqualTo(new Node(UNKNOWN, "bookinfo", "productpage", NodeKind.SERVICE));
        assertThat(gateway.call().exchange().requestBytes()).isEqualTo(1551);
        assertThat(gateway.call().exchange().responseBytes()).isEqualTo(5483);

        // prometheus is outside the mesh: seen by the callee's ztunnel without identities
        AccessEntry plain = entries.get(19);
        assertThat(plain.call().edge().source().name()).isEqualTo("prometheus");
        assertThat(plain.call().exchange().security()).isEqualTo(ConnectionSecurity.PLAIN_TEXT);
        assertThat(plain.call().exchange().sourcePrincipal()).isEmpty();
        assertThat(plain.call().exchange().requestBytes()).isEqualTo(293);
    }

    @Test
    @DisplayName("a connection to a waypoint is a hop inside of a call that the waypoint tells")
    void towardsWaypoint() {
        List<String> lines = Samples.lines("samples/kiali/ztunnel.log").stream()
                .filter(SampleLogsTest::isTowardsWaypoint)
                .toList();

        assertThat(lines).hasSize(6);
        for (String line : lines) {
            DecodedLogs decoded = Requests.decode(Map.of(), Requests.line(line).build());
            assertThat(decoded.lines()).isEmpty();
            assertThat(decoded.passedOver()).isEqualTo(Map.of(PassedOver.INNER_HOP, 1));
        }
    }

    @Test
    @DisplayName("the same lines from a container runtime's file tell the same")
    void fromARuntimesFile() {
        for (String sample : List.of("samples/kiali/waypoint.log", "samples/kiali/ztunnel.log")) {
            for (String line : Samples.lines(sample)) {
                int begin = PodLog.start(line);
                String inFile = "2026-01-02T03:04:05.678901234Z stdout F " + line.substring(begin);

                if (!isTowardsWaypoint(line)) {
                    assertThat(Requests.entry(inFile)).isEqualTo(Requests.entry(line));
                }
            }
        }
    }

    private static List<AccessEntry> entries(String sample) {
        List<AccessEntry> entries = new ArrayList<>();
        for (String line : Samples.lines(sample)) {
            if (!isTowardsWaypoint(line)) {
                entries.add(Requests.entry(line));
            }
        }
        return entries;
    }

    /** The waypoint tells the call; its metrics leave the connection to it out, too. */
    private static boolean isTowardsWaypoint(String line) {
        return line.contains("dst.workload=\"waypoint-");
    }

    private static Map<String, Long> counts(List<AccessEntry> entries) {
        return entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.call().edge().source().name() + " -> "
                                + entry.call().edge().destination().name(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private static long nanos(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
