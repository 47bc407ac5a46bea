/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.api.store.DatabaseLocation;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.EventStream;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestCall;
import io.meshobservatory.api.testing.TestDatabase;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.api.testing.TroublesomeProxy;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users see while a store is away, and that nobody needs to restart anything when it is back. */
class OutageIT {
    private final FakeLiveGraph live = new FakeLiveGraph();
    private TestDatabase tables;
    private TroublesomeProxy proxy;
    private QueryApi api;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        tables = TestDatabase.empty();
        URI location = URI.create(tables.url().substring("jdbc:".length()));
        proxy = new TroublesomeProxy(location.getPort());
        api = QueryApi.start(
                new ApiConfig(
                        "127.0.0.1",
                        0,
                        DatabaseLocation.parse(
                                tables.url().replace(":" + location.getPort(), ":" + proxy.port()), null, null),
                        "redis://127.0.0.1:1",
                        new ApiLimits(Duration.ofDays(400), 5_000, 100, 2_000, 2, Duration.ofSeconds(1)),
                        null),
                live,
                Clock.systemUTC());
        client = new ApiClient(api.port());
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        proxy.close();
    }

    @Test
    void withoutTheDatabaseItSaysSoQuicklyAndRecoversByItself() {
        assertThat(client.get("/api/v1/clusters").status()).isEqualTo(200);
        assertThat(client.get("/readyz").status()).isEqualTo(200);

        proxy.cut();
        long before = System.nanoTime();
        ApiClient.Answer away = client.get("/api/v1/clusters");
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.contentType()).isEqualTo("application/problem+json");
        assertThat(away.json().get("type").asText()).endsWith(":database-unavailable");
        assertThat(away.headers().firstValue("retry-after")).contains("2");
        assertThat(away.text()).doesNotContain("Exception", "org.", "java.", "127.0.0.1:");
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        ApiClient.Answer ready = client.get("/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().get("database").get("reachable").asBoolean()).isFalse();
        assertThat(ready.json().get("redis").get("reachable").asBoolean()).isTrue();
        assertThat(client.get("/healthz").status()).as("alive, but not ready").isEqualTo(200);

        proxy.restore();

        awaitStatus("/api/v1/clusters", 200);
        awaitStatus("/readyz", 200);
    }

    @Test
    void aQueryThatTakesTooLongIsEndedInTheDatabase() {
        tables.execute("alter table services rename to services_hidden");
        try {
            tables.execute(
                    "create view services as select s.* from (select pg_sleep(5)::text as waited offset 0) slow left join services_hidden s on true");
            ApiClient.Answer late = client.get("/api/v1/clusters");

            assertThat(late.status()).isEqualTo(503);
            assertThat(late.json().get("type").asText()).endsWith(":query-timeout");
        } finally {
            tables.execute("drop view if exists services");
            tables.execute("alter table services_hidden rename to services");
        }
    }

    @Test
    void beforeTheTablesAreMadeItIsNotReady() {
        tables.execute("alter table edges_10s rename to edges_10s_hidden");
        try {
            assertThat(client.get("/readyz")
                            .json()
                            .get("database")
                            .get("reason")
                            .asText())
                    .contains("no tables of the observatory");
            assertThat(client.get("/api/v1/topology").status()).isEqualTo(503);
        } finally {
            tables.execute("alter table edges_10s_hidden rename to edges_10s");
        }
        assertThat(client.get("/api/v1/topology").status()).isEqualTo(200);
    }

    @Test
    void withoutTheLiveGraphStreamsEndAndComeBackWithASnapshot() throws IOException {
        live.write(TestRows.rows(
                        WindowSize.TEN_SECONDS,
                        List.of(TestCall.ok(ShopMesh.edge(ShopMesh.FRONTEND, ShopMesh.CART, "grpc"), 1_000, 5)))
                .get(0));
        try (EventStream stream = new EventStream(api.port(), "")) {
            assertThat(Objects.requireNonNull(stream.next()).name()).isEqualTo("snapshot");

            live.goAway();

            assertThat(Objects.requireNonNull(stream.next()).name()).isEqualTo("unavailable");
            assertThat(stream.next()).isNull();
        }
        ApiClient.Answer away = client.get("/api/v1/stream");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.json().get("type").asText()).endsWith(":live-graph-unavailable");
        assertThat(away.headers().firstValue("retry-after")).isPresent();
        assertThat(client.get("/readyz").json().get("redis").get("reachable").asBoolean())
                .isFalse();

        live.comeBack();

        try (EventStream stream = new EventStream(api.port(), "")) {
            assertThat(Objects.requireNonNull(stream.next()).data().get("edges"))
                    .hasSize(1);
        }
    }

    private void awaitStatus(String path, int status) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        int last = 0;
        while (System.nanoTime() < deadline) {
            last = client.get(path).status();
            if (last == status) {
                return;
            }
        }
        throw new AssertionError(path + ": " + last + " (expected: " + status + " within 15 s)");
    }
}
