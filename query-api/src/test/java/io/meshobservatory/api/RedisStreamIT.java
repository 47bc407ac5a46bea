/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.meshobservatory.api.testing.ApiClient;
import io.meshobservatory.api.testing.EventStream;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestCall;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.connectors.redis.LiveGraphKeys;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.EdgeRowJson;
import io.meshobservatory.core.window.WindowSize;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** The stream over a real Redis, through its absence. The database is not there at all, and the stream does not need it. */
class RedisStreamIT {
    private static final EdgeRow ROW = TestRows.rows(
                    WindowSize.TEN_SECONDS,
                    List.of(TestCall.ok(ShopMesh.edge(ShopMesh.FRONTEND, ShopMesh.CART, "grpc"), 1_000, 5)))
            .get(0);

    private int port;
    private RedisServer redis;
    private QueryApi api;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        redis = startRedis();
        api = QueryApi.start(ApiConfig.of(0, "jdbc:postgresql://127.0.0.1:1/none", "redis://127.0.0.1:" + port));
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        redis.stop();
    }

    @Test
    void rowsInRedisReachTheBrowserAndItsAbsenceIsTold() throws IOException {
        put();
        try (EventStream stream = new EventStream(api.port(), "?namespace=shop")) {
            EventStream.Event snapshot = Objects.requireNonNull(stream.next());
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.data().at("/edges/0/destination/name").asText()).isEqualTo("cart");
            publishUntilHeard(stream);

            redis.stop();

            EventStream.Event last = Objects.requireNonNull(stream.next());
            while (last.name().equals("edge") || last.name().equals("heartbeat")) {
                last = Objects.requireNonNull(stream.next());
            }
            assertThat(last.name()).isEqualTo("unavailable");
        }
        ApiClient client = new ApiClient(api.port());
        assertThat(client.get("/api/v1/stream").status()).isEqualTo(503);
        assertThat(client.get("/readyz").json().at("/redis/reachable").asBoolean())
                .isFalse();

        redis = startRedis();
        put();

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!client.get("/readyz").json().at("/redis/reachable").asBoolean()) {
            assertThat(System.nanoTime()).as("Redis is found again in time").isLessThan(deadline);
        }
        try (EventStream stream = new EventStream(api.port(), "")) {
            assertThat(Objects.requireNonNull(stream.next()).data().get("edges"))
                    .hasSize(1);
        }
    }

    /** The subscription is made in the background, so the first messages may come before it. */
    private void publishUntilHeard(EventStream stream) throws IOException {
        AtomicBoolean heard = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            while (!heard.get()) {
                publish();
            }
        });
        publisher.setDaemon(true);
        publisher.start();
        try {
            EventStream.Event event = Objects.requireNonNull(stream.next());
            assertThat(event.name()).isEqualTo("edge");
            assertThat(event.data().get("calls").asInt()).isEqualTo(1);
        } finally {
            heard.set(true);
            try {
                publisher.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void put() {
        with(commands -> {
            commands.set(LiveGraphKeys.EDGE_PREFIX + "1", json());
            commands.zadd(LiveGraphKeys.INDEX, ROW.windowEndMillis(), "1");
        });
    }

    private void publish() {
        with(commands -> commands.publish(LiveGraphKeys.CHANNEL, json()));
    }

    private void with(Consumer<RedisCommands<String, String>> work) {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            work.accept(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    private static String json() {
        return new String(EdgeRowJson.write(ROW), StandardCharsets.UTF_8);
    }

    private RedisServer startRedis() throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        return server;
    }
}
