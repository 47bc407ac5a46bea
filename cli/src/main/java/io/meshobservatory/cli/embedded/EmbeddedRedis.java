/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.embedded;

import io.meshobservatory.connectors.redis.RedisConfig;
import java.io.IOException;
import redis.embedded.RedisServer;

/** A Redis server beside this process, on the loopback interface. It keeps nothing: the live graph fills again by itself. */
public final class EmbeddedRedis implements AutoCloseable {
    private final RedisServer server;
    private final RedisConfig config;

    private EmbeddedRedis(RedisServer server, RedisConfig config) {
        this.server = server;
        this.config = config;
    }

    public static EmbeddedRedis start() throws IOException {
        int port = FreePort.find();
        RedisServer server = RedisServer.newRedisServer()
                .bind("127.0.0.1")
                .port(port)
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("maxmemory 256mb")
                .build();
        server.start();
        return new EmbeddedRedis(server, new RedisConfig("redis://127.0.0.1:" + port));
    }

    public RedisConfig config() {
        return config;
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
