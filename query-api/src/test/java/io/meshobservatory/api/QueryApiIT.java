/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestCall;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.window.WindowSize;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API as its users see it, over one and a half hours of calls in a small shop. */
class QueryApiIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");
    private static final Node ODD = new Node("eu-west", "shop", "a/b ü?<i>&\"", NodeKind.MESSAGING);
    private static final Node SAME_NAME = new Node("eu-west", "shop", "cart", NodeKind.DATABASE);
    private static final String SHOP_CART = "/api/v1/services/eu-west/shop/cart";

    private static List<TestCall> calls = List.of();
    private static FakeLiveGraph live = new FakeLiveGraph();
    private static QueryApi api;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.empty();
        List<TestCall> made = new ArrayList<>(
                ShopMesh.calls(NOW.minus(Duration.ofMinutes(90)).toEpochMilli(), NOW.toEpochMilli(), 11));
        long minuteAgo = NOW.minusSeconds(60).toEpochMilli();
        made.add(TestCall.ok(ShopMesh.edge(ShopMesh.CHECKOUT, ODD, "kafka"), minuteAgo, 3));
        made.add(TestCall.ok(ShopMesh.edge(ShopMesh.CART, SAME_NAME, "redis"), minuteAgo, 3));
        calls = List.copyOf(made);
        database.write(TestRows.writtenAt(NOW.minusSeconds(5).toEpochMilli(), calls));
        live = new FakeLiveGraph();
        api = QueryApi.start(
                ApiConfig.of(0, database.url(), "redis://127.0.0.1:1"), live, Clock.fixed(NOW, ZoneOffset.UTC));
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void theTopologyCountsEveryCallOfTheRange() {
        JsonNode topology = client.json("/api/v1/topology");

        assertThat(topology.get("range").get("resolution_seconds").asInt()).isEqualTo(10);
        assertThat(topology.get("range").get("from").asText()).isEqualTo("2026-11-21T10:15:00Z");
        assertThat(topology.get("range").get("data_until").asText()).isEqualTo("2026-11-21T10:20:00Z");
        assertThat(topology.get("truncated").asBoolean()).isFalse();
        Predicate<TestCall> inRange = between("2026-11-21T10:15:00Z", "2026-11-21T10:20:00Z");
        JsonNode payment = edge(topology, "checkout", "payment");
        List<TestCall> paid = calls(ShopMesh.CHECKOUT, ShopMesh.PAYMENT, inRange);
        long failed = paid.stream().filter(TestCall::failed).count();
        assertThat(payment.get("calls").asLong()).isEqualTo(paid.size());
        assertThat(payment.get("calls_per_second").asDouble()).isCloseTo(paid.size() / 300.0, within(1e-4));
        assertThat(payment.get("errors").asLong()).isEqualTo(failed);
        assertThat(payment.get("errors_by_class").get("http_5xx").asLong()).isEqualTo(failed);
        assertThat(payment.get("error_rate").asDouble()).isCloseTo((double) failed / paid.size(), within(1e-6));
        assertThat(payment.get("response_flags").get("UH").asLong()).isEqualTo(failed);
        assertThat(payment.get("request_bytes").asLong()).isEqualTo(100L * paid.size());
        assertThat(payment.get("mtls").asText()).isEqualTo("mutual");
        assertThat(payment.get("source_principal").asText()).isEqualTo("spiffe://cluster.local/ns/shop/sa/checkout");
        assertThat(payment.get("first_seen").asText())
                .isEqualTo(Instant.ofEpochMilli(paid.stream()
                                .mapToLong(TestCall::endMillis)
                                .min()
                                .orElseThrow())
                        .toString());
        assertThat(edge(topology, "cart", "cart-redis").get("server_latency").isNull())
                .as("a database sends no telemetry")
                .isTrue();

        long total = StreamSupport.stream(topology.get("edges").spliterator(), false)
                .mapToLong(edge -> edge.get("calls").asLong())
                .sum();
        assertThat(total).isEqualTo(calls.stream().filter(inRange).count());
        JsonNode frontend = node(topology, "frontend");
        assertThat(frontend.get("inbound").get("calls").asLong())
                .isEqualTo(calls(ShopMesh.GATEWAY, ShopMesh.FRONTEND, inRange).size());
    }

    /** Means are exact; percentiles of many windows are those of all their calls, within the 1 % of the sketches. */
    @ParameterizedTest
    @CsvSource({"-5m, 10:15:00, 10:20:00", "-1h, 09:20:00, 10:20:00"})
    void latencyOverManyWindowsIsThatOfAllTheirCalls(String from, String firstTime, String lastTime) {
        JsonNode topology = client.json("/api/v1/topology?from=" + from);

        List<Double> sorted = calls(
                        ShopMesh.PAYMENT,
                        ShopMesh.STRIPE,
                        between("2026-11-21T" + firstTime + "Z", "2026-11-21T" + lastTime + "Z"))
                .stream()
                .map(TestCall::latencyMillis)
                .sorted(Comparator.naturalOrder())
                .toList();
        JsonNode latency = edge(topology, "payment", "api.stripe.example").get("client_latency");
        assertThat(latency.get("calls").asInt()).isEqualTo(sorted.size());
        assertThat(latency.get("mean_ms").asDouble())
                .isCloseTo(sorted.stream().mapToDouble(each -> each).average().orElseThrow(), within(0.01));
        for (int percentile : List.of(50, 95, 99)) {
            double exact = sorted.get((int) Math.floor(percentile / 100.0 * (sorted.size() - 1)));
            assertThat(latency.get("p" + percentile + "_ms").asDouble()).isCloseTo(exact, within(exact * 0.011));
        }
    }

    @Test
    void versionsArePartsOfTheirEdge() {
        JsonNode edge = edge(client.json("/api/v1/topology"), "frontend", "recommendation");

        assertThat(edge.get("versions")).hasSize(2);
        assertThat(edge.get("versions").get(0).get("destination_version").asText())
                .isEqualTo("v1");
        assertThat(edge.get("versions").get(1).get("destination_version").asText())
                .isEqualTo("v2-canary");
        assertThat(edge.get("versions").get(0).get("calls").asLong()
                        + edge.get("versions").get(1).get("calls").asLong())
                .isEqualTo(edge.get("calls").asLong());
    }

    @Test
    void aFilterKeepsEdgesWithEitherEndThere() {
        JsonNode topology = client.json("/api/v1/topology?cluster=eu-west&namespace=messaging");

        assertThat(StreamSupport.stream(topology.get("edges").spliterator(), false)
                        .map(edge -> edge.get("source").get("name").asText() + ">"
                                + edge.get("destination").get("name").asText()))
                .containsExactlyInAnyOrder("checkout>orders", "orders>shipping");
        assertThat(client.json("/api/v1/topology?cluster=elsewhere").get("edges"))
                .isEmpty();
    }

    @Test
    void aMomentOfThePastIsAskedForByItsEnd() {
        JsonNode topology = client.json("/api/v1/topology?at=2026-11-21T09:30:00Z");

        assertThat(topology.get("range").get("from").asText()).isEqualTo("2026-11-21T09:29:00Z");
        assertThat(topology.get("range").get("rate_seconds").asDouble()).isEqualTo(60);
        assertThat(edge(topology, "frontend", "cart").get("calls").asLong())
                .isEqualTo(
                        calls(ShopMesh.FRONTEND, ShopMesh.CART, between("2026-11-21T09:29:00Z", "2026-11-21T09:30:00Z"))
                                .size());
    }

    @Test
    void clustersAreCountedWithoutTheWorldOutside() {
        JsonNode clusters = client.json("/api/v1/clusters").get("clusters");

        assertThat(clusters).hasSize(1);
        assertThat(clusters.get(0).get("cluster").asText()).isEqualTo("eu-west");
        assertThat(clusters.get(0).get("services").asInt()).isEqualTo(9);
        assertThat(clusters.get(0).get("nodes").asInt()).isEqualTo(16);
    }

    @Test
    void servicesComeInPagesThatMissNoneAndRepeatNone() {
        List<String> names = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = client.json("/api/v1/services?limit=4&cursor=" + cursor);
            page.get("services")
                    .forEach(service -> names.add(service.get("name").asText()));
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : page.get("next_cursor").asText();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(5);
        assertThat(names).hasSize(17).contains(ODD.name(), "api.stripe.example");
        assertThat(names.stream().distinct().count())
                .as("two nodes are named cart")
                .isEqualTo(16);
    }

    /** Percent signs and underscores are patterns elsewhere; here they are letters. */
    @ParameterizedTest
    @CsvSource({"PAY, 1", "-, 4", "%25, 0", "_, 0", "'%27', 0", "cart, 3"})
    void servicesAreSearchedByAPartOfTheirName(String part, int found) {
        assertThat(client.json("/api/v1/services?q=" + part).get("services")).hasSize(found);
    }

    @Test
    void aServiceHasItsEdgesAndItsSeries() {
        JsonNode payment = client.json("/api/v1/services/eu-west/payments/payment?from=-10m");

        assertThat(payment.get("inbound_edges")).hasSize(1);
        assertThat(payment.get("outbound_edges")).hasSize(4);
        assertThat(payment.get("inbound").get("calls").asLong())
                .isEqualTo(payment.get("inbound_edges").get(0).get("calls").asLong());
        long inSeries = 0;
        for (JsonNode point : payment.get("inbound_series")) {
            inSeries += point.get("calls").asLong();
        }
        assertThat(inSeries).isEqualTo(payment.get("inbound").get("calls").asLong());
        assertThat(payment.get("inbound_series")
                        .get(0)
                        .get("server_latency")
                        .get("p95_ms")
                        .asDouble())
                .isPositive();
    }

    /** Names come from telemetry: topics have slashes, and attackers choose what they like. */
    @Test
    void anyNameCanBeAskedFor() {
        String name = URLEncoder.encode(ODD.name(), StandardCharsets.UTF_8).replace("+", "%20");

        JsonNode odd = client.json("/api/v1/services/eu-west/shop/" + name);

        assertThat(odd.get("name").asText()).isEqualTo(ODD.name());
        assertThat(odd.get("inbound").get("calls").asInt()).isEqualTo(1);
    }

    @Test
    void whereANameIsNotUniqueTheKindMustBeTold() {
        ApiClient.Answer ambiguous = client.get(SHOP_CART);

        assertThat(ambiguous.status()).isEqualTo(400);
        assertThat(ambiguous.json().get("expected").asText()).isEqualTo("one of DATABASE, SERVICE");
        assertThat(client.json(SHOP_CART + "?kind=SERVICE").get("kind").asText())
                .isEqualTo("SERVICE");
        assertThat(client.json(SHOP_CART + "?kind=DATABASE").get("outbound_edges"))
                .isEmpty();
        assertThat(client.get(SHOP_CART + "?kind=GATEWAY").status()).isEqualTo(404);
    }

    @Test
    void theSeriesOfAnEdgeComesInPagesThatDoNotMove() {
        String path = "/api/v1/edges?source=frontend&destination=catalog&protocol=grpc&from=-20m&limit=50";
        JsonNode first = client.json(path);
        JsonNode second =
                client.json(path + "&cursor=" + first.get("next_cursor").asText());
        JsonNode third =
                client.json(path + "&cursor=" + second.get("next_cursor").asText());

        List<String> starts = new ArrayList<>();
        long total = 0;
        for (JsonNode page : List.of(first, second, third)) {
            assertThat(page.get("range").get("from").asText()).isEqualTo("2026-11-21T10:00:00Z");
            for (JsonNode point : page.get("points")) {
                starts.add(point.get("window_start").asText());
                total += point.get("calls").asLong();
            }
        }
        assertThat(third.get("next_cursor").isNull()).isTrue();
        assertThat(starts).hasSize(120).isSorted().doesNotHaveDuplicates();
        assertThat(total)
                .isEqualTo(calls(
                                ShopMesh.FRONTEND,
                                ShopMesh.CATALOG,
                                between("2026-11-21T10:00:00Z", "2026-11-21T10:20:00Z"))
                        .size());
        assertThat(first.get("matched")).hasSize(1);
    }

    @Test
    void aNameAloneMayFitSeveralEdgesAndTheAnswerSaysWhich() {
        JsonNode series = client.json("/api/v1/edges?source=cart&destination=cart&from=-5m");
        assertThat(series.get("matched").get(0).get("destination").get("kind").asText())
                .isEqualTo("DATABASE");
        assertThat(series.get("points")).hasSize(1);
    }

    private static Predicate<TestCall> between(String from, String to) {
        long fromMillis = Instant.parse(from).toEpochMilli();
        long toMillis = Instant.parse(to).toEpochMilli();
        assertThat(toMillis % WindowSize.TEN_SECONDS.millis()).isZero();
        return call -> call.endMillis() >= fromMillis && call.endMillis() < toMillis;
    }

    private static List<TestCall> calls(Node source, Node destination, Predicate<TestCall> when) {
        return calls.stream()
                .filter(call -> {
                    Edge edge = call.edge();
                    return edge.source().equals(source) && edge.destination().equals(destination);
                })
                .filter(when)
                .toList();
    }

    private static JsonNode edge(JsonNode topology, String source, String destination) {
        for (JsonNode edge : topology.get("edges")) {
            if (edge.get("source").get("name").asText().equals(source)
                    && edge.get("destination").get("name").asText().equals(destination)) {
                return edge;
            }
        }
        throw new AssertionError("no edge " + source + " > " + destination + " in " + topology);
    }

    private static JsonNode node(JsonNode topology, String name) {
        for (JsonNode node : topology.get("nodes")) {
            if (node.get("name").asText().equals(name)) {
                return node;
            }
        }
        throw new AssertionError("no node " + name + " in " + topology);
    }
}
