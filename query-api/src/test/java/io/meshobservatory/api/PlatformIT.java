/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.PlatformMesh;
import io.meshobservatory.api.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What answers say of edges and nodes that several kinds of telemetry describe. */
class PlatformIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:05Z");
    private static final long MINUTE = Instant.parse("2026-11-21T10:19:00Z").toEpochMilli();
    private static final String SERVICES = "/api/v1/services/platform/security/";

    private static QueryApi api;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.empty();
        database.write(PlatformMesh.rows(MINUTE));
        database.write(PlatformMesh.rows(MINUTE + 10_000));
        database.writeFacts(PlatformMesh.facts(MINUTE));
        database.writeFacts(PlatformMesh.facts(MINUTE - 60_000));
        api = QueryApi.start(
                ApiConfig.of(0, database.url(), "redis://127.0.0.1:1"),
                new FakeLiveGraph(),
                Clock.fixed(NOW, ZoneOffset.UTC));
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    @DisplayName("estimated and sampled calls stand side by side, and each figure says what it rests on")
    void basisAndSampling() {
        JsonNode edge = edge("istio-ingressgateway", "scans");

        assertThat(edge.get("calls").asLong()).isEqualTo(2_000);
        assertThat(edge.get("sampled_calls").asLong()).isEqualTo(24);
        assertThat(edge.get("sampled_by_evidence").get("both_sides").asLong()).isEqualTo(20);
        assertThat(edge.get("sampled_by_evidence").get("caller_missing").asLong())
                .isEqualTo(4);
        assertThat(edge.get("basis").toString())
                .isEqualTo(
                        "{\"calls\":\"METRICS\",\"bytes\":\"METRICS\",\"latency\":\"TRACES\",\"security\":\"METRICS\"}");
        assertThat(edge.get("mtls").asText()).isEqualTo("mutual");
        assertThat(edge("reports", "archive").get("mtls").asText()).isEqualTo("unknown");
    }

    @Test
    @DisplayName("a canary stands beside its baseline; a version that only traces name is told and has no calls")
    void versions() {
        JsonNode versions = edge("istio-ingressgateway", "scans").get("versions");

        assertThat(versions.findValuesAsText("destination_version")).containsExactly("v1", "v2-canary", "unknown");
        assertThat(versions.findValuesAsText("calls_per_second")).containsExactly("90.0", "10.0", "0.0");
        assertThat(versions.findValuesAsText("call_share")).containsExactly("0.9", "0.1", "0.0");
        assertThat(versions.findValuesAsText("error_rate")).containsExactly("0.01", "0.08", "0.0");
        assertThat(versions.findValuesAsText("sampled_calls")).containsExactly("18", "2", "4");
        assertThat(versions.get(1).get("client_latency").get("p95_ms").asDouble())
                .isBetween(128.0, 132.0);
    }

    @Test
    @DisplayName("response flags are decoded, the most frequent first; unknown ones keep their name")
    void resilience() {
        JsonNode resilience = edge("istio-ingressgateway", "scans").get("resilience");

        assertThat(resilience.findValuesAsText("fact"))
                .containsExactly(
                        "rate_limited",
                        "retry_limit_exceeded",
                        "circuit_breaker_open",
                        "fault_aborted",
                        "upstream_timeout",
                        "other");
        assertThat(resilience.get(1).get("flag").asText()).isEqualTo("URX");
        assertThat(resilience.get(1).get("name").asText()).isEqualTo("UpstreamRetryLimitExceeded");
        assertThat(resilience.get(1).get("calls").asLong()).isEqualTo(16);
        assertThat(resilience.get(5).get("name").asText()).isEqualTo("X9");
        assertThat(edge("istio-ingressgateway", "scans").get("faults_injected").asLong())
                .isEqualTo(8);
    }

    @Test
    @DisplayName("refusals name policy and rule; what a flag tells already is not told twice")
    void denials() {
        JsonNode edge = edge("scans", "reports");

        assertThat(edge.get("denials")
                        .get("rbac ns[security]-policy[readers]-rule[0]")
                        .asLong())
                .isEqualTo(10);
        assertThat(edge.get("resilience").findValuesAsText("fact")).containsExactly("denied", "denied");
        assertThat(edge.get("resilience").findValuesAsText("name"))
                .containsExactly("rbac ns[security]-policy[readers]-rule[0]", "UnauthorizedExternalService");
        assertThat(edge.get("resilience").get(0).get("flag").isNull()).isTrue();
    }

    @Test
    @DisplayName("the twenty most frequent operations are answered, and how many there are")
    void operations() {
        JsonNode edge = edge("scans", "reports");

        List<String> names = new ArrayList<>();
        edge.get("operations").fieldNames().forEachRemaining(names::add);
        assertThat(names).hasSize(20).startsWith("GET /reports/{id}/part-25").endsWith("GET /reports/{id}/part-06");
        assertThat(edge.get("operations").get(names.get(0)).asLong()).isEqualTo(50);
        assertThat(edge.get("operations_total").asInt()).isEqualTo(25);
    }

    @Test
    @DisplayName("security is counted by what was seen, and partly plain text is mixed, not mutual")
    void security() {
        JsonNode mixed = edge("scans", "reports");
        assertThat(mixed.get("mtls").asText()).isEqualTo("mixed");
        assertThat(mixed.get("mutual_tls_calls").asLong()).isEqualTo(60);
        assertThat(mixed.get("plain_text_calls").asLong()).isEqualTo(40);
        assertThat(mixed.get("source_principal").asText()).isEqualTo("spiffe://cluster.local/ns/security/sa/scans");

        assertThat(edge("legacy-importer", "reports").get("mtls").asText()).isEqualTo("plaintext");
    }

    @Test
    @DisplayName("an edge of raw TCP has connections and bytes, no calls, and no rate of errors out of nothing")
    void rawTcp() {
        JsonNode edge = edge("scans", "queue");

        assertThat(edge.get("calls").asLong()).isZero();
        assertThat(edge.get("error_rate").asDouble()).isZero();
        assertThat(edge.get("connections_opened").asLong()).isEqualTo(80);
        assertThat(edge.get("connections_closed").asLong()).isEqualTo(76);
        assertThat(edge.get("connections_per_second").asDouble()).isEqualTo(4);
        assertThat(edge.get("basis").get("calls").asText()).isEqualTo("NONE");
        JsonNode series = client.json("/api/v1/edges?source=scans&destination=queue&from=-5m");
        assertThat(series.get("points").findValuesAsText("connections_opened")).containsExactly("40", "40");
    }

    @Test
    @DisplayName("calls between clusters name both")
    void crossCluster() {
        JsonNode edge = edge("reports", "archive");

        assertThat(edge.get("cross_cluster").asBoolean()).isTrue();
        assertThat(edge.get("source").get("cluster").asText()).isEqualTo("platform");
        assertThat(edge.get("destination").get("cluster").asText()).isEqualTo("archive-eu");
        assertThat(edge("scans", "reports").get("cross_cluster").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("the overflow node is there, and marked")
    void overflow() {
        JsonNode nodes = client.json("/api/v1/topology?from=-5m").get("nodes");

        assertThat(StreamSupport.stream(nodes.spliterator(), false)
                        .filter(node -> node.get("overflow").asBoolean())
                        .map(node -> node.get("name").asText()))
                .containsExactly("(overflow)");
        assertThat(client.json(SERVICES + "(overflow)").get("findings").findValuesAsText("finding"))
                .containsExactly("names_overflowed");
        assertThat(client.json("/api/v1/services?q=overflow")
                        .get("services")
                        .get(0)
                        .get("overflow")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("a service that is called and loses trace context, sends plain text and unreadable logs has findings")
    void findings() {
        JsonNode scans = client.json(SERVICES + "scans?from=-5m");

        assertThat(scans.get("findings").findValuesAsText("finding"))
                .containsExactly("trace_context_not_forwarded", "plain_text_traffic", "unparsed_log_lines");
        assertThat(scans.get("findings").findValuesAsText("count")).containsExactly("20", "40", "6");
        assertThat(scans.get("findings").get(0).get("advice").asText()).contains("traceparent");
        assertThat(scans.get("findings").get(2).get("detail").asText()).isEqualTo("fields");
        assertThat(client.json(SERVICES + "queue?from=-5m").get("findings")).isEmpty();
    }

    @Test
    @DisplayName("a caller that nobody calls may begin traces")
    void rootsAreNoFinding() {
        TestDatabase.running().execute("update edges_10s set context_lost_calls = 7 where source = 'legacy-importer'");
        try {
            assertThat(client.json(SERVICES + "legacy-importer?from=-5m")
                            .get("findings")
                            .findValuesAsText("finding"))
                    .containsExactly("plain_text_traffic");
        } finally {
            TestDatabase.running()
                    .execute("update edges_10s set context_lost_calls = 0 where source = 'legacy-importer'");
        }
    }

    @Test
    @DisplayName("unmatched calls are counted by reason and direction; a callee is missed only if it is a service")
    void unmatched() {
        assertThat(client.json(SERVICES + "scans?from=-5m").get("unmatched").toString())
                .isEqualTo("{\"inbound\":{\"caller_missing\":4,\"callee_unseen\":0},"
                        + "\"outbound\":{\"caller_missing\":0,\"callee_unseen\":8}}");
        assertThat(client.json(SERVICES + "reports?from=-5m").get("unmatched").toString())
                .isEqualTo("{\"inbound\":{\"caller_missing\":0,\"callee_unseen\":8},"
                        + "\"outbound\":{\"caller_missing\":0,\"callee_unseen\":20}}");
    }

    @Test
    @DisplayName("the facts of a node are merged over the range as their kinds say")
    void factsOfANode() {
        JsonNode facts = client.json(SERVICES + "scans?from=-5m").get("facts");

        assertThat(facts.findValuesAsText("fact"))
                .containsExactly("circuit_breaker_open", "unparsed_log_lines", "upstream_overflow");
        assertThat(facts.findValuesAsText("value")).as("the greatest, and sums").containsExactly("1.0", "6.0", "8.0");
        assertThat(facts.get(0).get("peer").get("name").asText()).isEqualTo("reports");
        assertThat(facts.get(1).get("peer").isNull()).isTrue();
        assertThat(facts.get(0).get("window_start").asText()).isEqualTo("2026-11-21T10:19:00Z");
    }

    @Test
    @DisplayName("facts come in pages that miss none and repeat none")
    void factsInPages() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = client.json("/api/v1/facts?from=-5m&limit=5&cursor=" + cursor);
            page.get("facts").forEach(fact -> seen.add(fact.get("window_start").asText() + fact.get("fact")));
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : page.get("next_cursor").asText();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(12).doesNotHaveDuplicates();
        assertThat(seen.get(0)).startsWith("2026-11-21T10:18:00Z");
    }

    @Test
    @DisplayName("facts can be asked for by node, by peer, by kind and by time")
    void factsFiltered() {
        assertThat(facts("name=reports").findValuesAsText("fact"))
                .containsExactly(
                        "certificate_expiry", "tls_handshake_failures", "certificate_expiry", "tls_handshake_failures");
        assertThat(facts("peer_name=reports&peer_kind=SERVICE&fact=upstream_overflow"))
                .hasSize(2);
        assertThat(facts("peer_name=queue")).isEmpty();
        assertThat(facts("cluster=platform&namespace=security&kind=SERVICE&fact=names_overflowed"))
                .hasSize(2);
        assertThat(client.json("/api/v1/facts?from=2026-11-21T10:19:30Z&to=2026-11-21T10:19:40Z")
                        .get("facts"))
                .as("whole minutes")
                .hasSize(6);
        assertThat(client.get("/api/v1/facts?fact=gossip")
                        .json()
                        .get("expected")
                        .asText())
                .contains("circuit_breaker_open");
    }

    @Test
    @DisplayName("rows that an earlier version wrote count as one trace per call, and claim no plain text")
    void rowsOfEarlierVersions() {
        TestDatabase.running()
                .execute("update edges_10s set unobserved_tls_calls = null, sampled_calls = null,"
                        + " sampled_both_sides = null, sampled_caller_only = null, sampled_callee_only = null,"
                        + " sampled_caller_missing = null, context_lost_calls = null, mutual_tls_calls = 4,"
                        + " calls_basis = default where destination = 'archive'");

        JsonNode edge = edge("reports", "archive");

        assertThat(edge.get("sampled_calls").asLong()).isEqualTo(20);
        assertThat(edge.get("mtls").asText()).isEqualTo("mixed");
        assertThat(edge.get("unobserved_tls_calls").asLong()).isEqualTo(12);
        assertThat(edge.get("plain_text_calls").asLong()).isZero();
        TestDatabase.running()
                .execute("update edges_10s set mutual_tls_calls = 0, unobserved_tls_calls = 10, sampled_calls = 10,"
                        + " sampled_both_sides = 0, sampled_caller_only = 10, sampled_callee_only = 0,"
                        + " sampled_caller_missing = 0, context_lost_calls = 0 where destination = 'archive'");
    }

    private static JsonNode facts(String filter) {
        return client.json("/api/v1/facts?from=-5m&" + filter).get("facts");
    }

    private static JsonNode edge(String source, String destination) {
        for (JsonNode edge : client.json("/api/v1/topology?at=2026-11-21T10:19:20Z&width=20s")
                .get("edges")) {
            if (edge.get("source").get("name").asText().equals(source)
                    && edge.get("destination").get("name").asText().equals(destination)) {
                return edge;
            }
        }
        throw new AssertionError("no edge " + source + " > " + destination);
    }
}
