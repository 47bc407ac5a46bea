/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.TestDatabase;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every path: problems, methods, headers, metrics. */
class HttpRulesIT {
    private static QueryApi api;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        api = QueryApi.start(
                ApiConfig.of(0, TestDatabase.empty().url(), "redis://127.0.0.1:1"),
                new FakeLiveGraph(),
                Clock.systemUTC());
        client = new ApiClient(api.port());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/topology?from=nonsense | from",
                "/api/v1/topology?from=-5m&to=-10m | from",
                "/api/v1/topology?from=-401d | from",
                "/api/v1/topology?form=-5m | form",
                "/api/v1/topology?from=-5m&from=-6m | from",
                "/api/v1/topology?cluster=%C2%85 | cluster",
                "/api/v1/topology?at=now&from=-5m | at",
                "/api/v1/topology?width=5m | width",
                "/api/v1/clusters?x=1 | x",
                "/api/v1/services?limit=0 | limit",
                "/api/v1/services?limit=-3 | limit",
                "/api/v1/services?limit=1001 | limit",
                "/api/v1/services?limit=many | limit",
                "/api/v1/services?cursor=abc | cursor",
                "/api/v1/services?cursor=WyJzZXJ2aWNlcy0xIiwiYSIsImIiLCJjIiwiTk9QRSJd | cursor",
                "/api/v1/services/eu-west/shop/cart?kind=service | kind",
                "/api/v1/edges?source=frontend | destination",
                "/api/v1/edges?destination=cart | source",
                "/api/v1/edges?source=a&destination=b&limit=5001 | limit",
                "/api/v1/edges?source=a&destination=b&cursor=abc | cursor",
                "/api/v1/stream?from=-5m | from",
                "/healthz?x=1 | x"
            })
    void aBadParameterIsAProblemThatSaysWhatWasExpected(String path, String parameter) {
        ApiClient.Answer answer = client.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("type").asText()).isEqualTo("urn:mesh-observatory:problem:invalid-parameter");
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(problem.get("instance").asText()).isEqualTo(path.replaceAll("\\?.*", ""));
        assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
        assertThat(problem.get("expected").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /api/v1/services/eu-west/shop/nobody, 404",
        "GET, /api/v1/services/eu-west/shop, 404",
        "GET, /assets/nothing.js, 404",
        "GET, /assets/../openapi.json, 400",
        "GET, /assets/%2e%2e/openapi.json, 400",
        "GET, /api/v1/topology?cluster=%00, 400",
        "GET, /webjars/nothing.js, 404",
        "POST, /api/v1/topology, 405",
        "DELETE, /api/v1/clusters, 405",
        "PUT, /, 405",
        "POST, /assets/app.js, 405"
    })
    void whatIsNotThereIsAProblemToo(String method, String path, int status) {
        ApiClient.Answer answer = client.send(method, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        if (status == 405) {
            assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
        }
    }

    @Test
    void everyAnswerKeepsBrowsersCareful() {
        for (String path : List.of("/", "/api/v1/clusters", "/nothing", "/assets/app.js", "/webjars/cytoscape.js")) {
            ApiClient.Answer answer = client.get(path);
            assertThat(answer.headers().firstValue("x-content-type-options"))
                    .as(path)
                    .contains("nosniff");
            assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(client.get("/").text()).doesNotContain("<style", "style=", "onclick", "https://");
        assertThat(client.get("/").contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(client.get("/assets/app.js").contentType()).contains("javascript");
    }

    @Test
    void headIsAnsweredWithoutABody() {
        ApiClient.Answer answer = client.send("HEAD", "/api/v1/clusters");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void requestsAreCountedByRouteAndNeverByPath() {
        client.get("/api/v1/services/eu-west/shop/nobody");
        client.get("/wp-admin");

        assertThat(client.get("/metrics").text())
                .contains(
                        "observatory_api_requests_seconds_count{route=\"/api/v1/services/:cluster/:namespace/:name\",status=\"404\"}")
                .contains("route=\"unmatched\"")
                .contains("observatory_api_stream_clients")
                .contains("observatory_api_stream_dropped_events_total")
                .contains("hikaricp_connections_active")
                .doesNotContain("wp-admin", "nobody");
    }
}
