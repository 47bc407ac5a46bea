/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients as the live graph needs them: no waiting for a server that is away, and back soon when it is. */
final class RedisClients {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClients.class);

    /** How long a first connection may take. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Between attempts to connect. The client's own default grows to half a minute, too long for a live view. */
    static final Duration RECONNECT_DELAY = Duration.ofSeconds(1);

    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private static final int CLOSE_SECONDS = 5;

    private RedisClients() {}

    static RedisClient create(RedisConfig config, Duration commandTimeout) {
        ClientResources resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(RECONNECT_DELAY))
                .build();
        RedisClient client = RedisClient.create(resources, config.uri());
        client.setOptions(ClientOptions.builder()
                // nothing that was sent before a disconnect is sent again after it: it would be published twice
                .replayFilter(command -> true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                // for managed Redis that announces its maintenance; other servers answer with an error
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .build());
        return client;
    }

    /** Closes the client with its connections and threads. */
    static void close(RedisClient client) {
        ClientResources resources = client.getResources();
        try {
            client.shutdownAsync(0, CLOSE_SECONDS, TimeUnit.SECONDS).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            resources.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            LOG.warn("Closing the Redis client failed: {}", String.valueOf(failed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
