/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis server on a free port, which can be stopped and started again. */
final class TestRedis implements AutoCloseable {
    private final int port;
    private RedisServer server;
    private RedisClient client;

    private TestRedis(int port) {
        this.port = port;
    }

    static TestRedis start() {
        try (ServerSocket free = new ServerSocket(0)) {
            TestRedis redis = new TestRedis(free.getLocalPort());
            free.close();
            redis.startServer();
            return redis;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void startServer() throws IOException {
        server = RedisServer.newRedisServer()
                .bind("127.0.0.1")
                .port(port)
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("maxmemory 64mb")
                .build();
        server.start();
    }

    void stopServer() throws IOException {
        server.stop();
    }

    RedisConfig config() {
        return new RedisConfig("redis://127.0.0.1:" + port);
    }

    /** A connection of its own, to look at what is there. */
    RedisCommands<String, String> commands() {
        if (client == null) {
            client = RedisClient.create(config().url());
        }
        return client.connect().sync();
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.shutdown();
        }
        stopServer();
    }
}
