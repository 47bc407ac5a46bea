/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.meshobservatory.api.endpoints.StreamService;
import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.store.Database;
import io.meshobservatory.api.store.DatabaseLocation;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.EventStream;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestAlerts;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.window.WindowSize;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document and the answers say the same. */
class OpenApiIT {
    private static final Instant NOW = Instant.parse("2026-11-21T10:20:07Z");

    private static final FakeLiveGraph LIVE = new FakeLiveGraph();
    private static QueryApi api;
    private static ApiClient client;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.empty();
        database.write(TestRows.writtenAt(
                NOW.toEpochMilli(), ShopMesh.calls(NOW.minusSeconds(1200).toEpochMilli(), NOW.toEpochMilli(), 3)));
        database.writeAlerts(List.of(
                TestAlerts.alert(
                        "a", 1, AlertKind.EXFILTRATION, Activity.CREATE, NOW.toEpochMilli(), null, TestAlerts.CART),
                TestAlerts.alert(
                        "a", 2, AlertKind.EXFILTRATION, Activity.UPDATE, NOW.toEpochMilli(), null, TestAlerts.CART),
                TestAlerts.alert(
                        "b", 1, AlertKind.DDOS, Activity.CREATE, NOW.toEpochMilli(), "load test", TestAlerts.PAYMENT)));
        TestRows.rows(WindowSize.TEN_SECONDS, ShopMesh.calls(NOW.minusSeconds(7).toEpochMilli(), NOW.toEpochMilli(), 4))
                .forEach(LIVE::write);
        api = QueryApi.start(
                ApiConfig.of(0, database.url(), "redis://127.0.0.1:1"), LIVE, Clock.fixed(NOW, ZoneOffset.UTC));
        client = new ApiClient(api.port());
        document = client.json("/api/v1/openapi.json");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void everyPathAndParameterIsDocumentedAndNoOther() {
        Map<String, Set<String>> served = new TreeMap<>();
        try (Database database = Database.open(
                DatabaseLocation.parse("jdbc:postgresql://127.0.0.1:1/none", null, null),
                1,
                ApiLimits.DEFAULT.statementTimeout(),
                new SimpleMeterRegistry())) {
            for (Endpoint endpoint : QueryApi.endpoints(database, ApiLimits.DEFAULT, Clock.systemUTC(), null)) {
                served.put(endpoint.path(), new TreeSet<>(endpoint.parameters()));
            }
        }
        served.put(StreamService.PATH, new TreeSet<>(StreamService.PARAMETERS));
        for (String path : Set.of("/healthz", "/readyz", "/metrics", "/api/v1/openapi.json")) {
            served.put(path, Set.of());
        }

        Map<String, Set<String>> documented = new TreeMap<>();
        document.get("paths").fields().forEachRemaining(path -> {
            Set<String> names = new TreeSet<>();
            for (JsonNode parameter : path.getValue().get("get").get("parameters")) {
                if (parameter.get("in").asText().equals("query")) {
                    names.add(parameter.get("name").asText());
                } else {
                    assertThat(path.getKey())
                            .contains("{" + parameter.get("name").asText() + "}");
                }
            }
            documented.put(path.getKey(), names);
        });
        assertThat(documented).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/clusters, /api/v1/clusters, 200",
        "/api/v1/topology, /api/v1/topology, 200",
        "/api/v1/topology, /api/v1/topology?from=-2h, 200",
        "/api/v1/topology, /api/v1/topology?from=-2d, 200",
        "/api/v1/topology, /api/v1/topology?at=2026-01-01T00:00:00Z, 200",
        "/api/v1/topology, /api/v1/topology?from=never, 400",
        "/api/v1/services, /api/v1/services?limit=3, 200",
        "/api/v1/services, /api/v1/services?q=nobody, 200",
        "/api/v1/services, /api/v1/services?limit=0, 400",
        "/api/v1/services/{cluster}/{namespace}/{name}, /api/v1/services/eu-west/payments/payment, 200",
        "/api/v1/services/{cluster}/{namespace}/{name}, /api/v1/services/-/-/api.stripe.example?kind=EXTERNAL, 200",
        "/api/v1/services/{cluster}/{namespace}/{name}, /api/v1/services/a/b/c, 404",
        "/api/v1/services/{cluster}/{namespace}/{name}, /api/v1/services/a/b/c?kind=x, 400",
        "/api/v1/edges, /api/v1/edges?source=cart&destination=cart-redis&limit=5, 200",
        "/api/v1/edges, /api/v1/edges?source=a&destination=b, 200",
        "/api/v1/edges, /api/v1/edges?source=a, 400",
        "/api/v1/facts, /api/v1/facts, 200",
        "/api/v1/facts, /api/v1/facts?limit=1, 200",
        "/api/v1/facts, /api/v1/facts?name=payment&fact=circuit_breaker_open, 200",
        "/api/v1/facts, /api/v1/facts?fact=nonsense, 400",
        "/api/v1/facts, /api/v1/facts?cursor=nonsense, 400",
        "/api/v1/alerts, /api/v1/alerts, 200",
        "/api/v1/alerts, /api/v1/alerts?status=OPEN&limit=1, 200",
        "/api/v1/alerts, /api/v1/alerts?kind=nonsense, 400",
        "/api/v1/alerts/{id}, /api/v1/alerts/a, 200",
        "/api/v1/alerts/{id}, /api/v1/alerts/a?revision=1, 200",
        "/api/v1/alerts/{id}, /api/v1/alerts/a?revision=x, 400",
        "/api/v1/alerts/{id}, /api/v1/alerts/nobody, 404",
        "/api/v1/stream, /api/v1/stream?x=1, 400",
        "/healthz, /healthz, 200",
        "/healthz, /healthz?x=1, 400",
        "/readyz, /readyz, 200",
        "/metrics, /metrics, 200"
    })
    void answersAreAsDocumented(String path, String request, int status) {
        ApiClient.Answer answer = client.get(request);

        assertThat(answer.status()).isEqualTo(status);
        JsonNode content = document.get("paths")
                .get(path)
                .get("get")
                .get("responses")
                .get(Integer.toString(status))
                .get("content");
        String type = answer.contentType().replaceAll(";.*", "");
        assertThat(content.has(type)).as("%s documents %s", path, type).isTrue();
        if (type.endsWith("json")) {
            assertThat(violations(content.get(type).get("schema"), answer.json()))
                    .as(answer.text())
                    .isEmpty();
        }
    }

    @Test
    void theEventsOfTheStreamAreAsDocumented() throws IOException {
        try (EventStream stream = new EventStream(api.port(), "")) {
            EventStream.Event snapshot = Objects.requireNonNull(stream.next());
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.data().get("edges")).hasSameSizeAs(LIVE.latest());
            assertThat(violations(reference("LiveSnapshot"), snapshot.data())).isEmpty();

            LIVE.write(LIVE.latest().get(0));

            EventStream.Event edge = Objects.requireNonNull(stream.next());
            assertThat(edge.name()).isEqualTo("edge");
            assertThat(violations(reference("LiveEdge"), edge.data())).isEmpty();

            LIVE.write(TestAlerts.alert("a", 3, AlertKind.DDOS, Activity.CLOSE, 0, null, TestAlerts.CART));

            EventStream.Event alert = Objects.requireNonNull(stream.next());
            assertThat(alert.name()).isEqualTo("alert");
            assertThat(violations(reference("DetectionFinding"), alert.data())).isEmpty();
        }
    }

    private static JsonNode reference(String schema) {
        return new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static Set<ValidationMessage> violations(JsonNode schema, JsonNode answer) {
        ObjectNode whole = schema.deepCopy();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("components", document.get("components"));
        JsonSchema compiled = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        whole,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        return compiled.validate(answer);
    }
}
