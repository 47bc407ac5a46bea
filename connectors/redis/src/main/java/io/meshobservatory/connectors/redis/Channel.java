/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a channel for all consumers of a process, so that each message is read once. Made with the first
 * subscription, tried again until it succeeds, and then kept by Lettuce, which subscribes anew when it reconnects.
 */
final class Channel<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    private final RedisClient client;
    private final RedisURI uri;
    private final String name;
    private final Function<byte[], @Nullable T> reader;
    private final List<Handle<T>> handles = new CopyOnWriteArrayList<>();
    private final LongAdder consumerFailures = new LongAdder();
    private boolean started;
    private volatile boolean closed;

    /**
     * Makes a channel.
     *
     * @param name in Redis
     * @param reader of messages; null for one that cannot be read
     */
    Channel(RedisClient client, RedisURI uri, String name, Function<byte[], @Nullable T> reader) {
        this.client = client;
        this.uri = uri;
        this.name = name;
        this.reader = reader;
    }

    /** Passes messages to the consumer until what is returned runs. */
    Runnable subscribe(Consumer<T> consumer) {
        Handle<T> handle = new Handle<>(consumer);
        handles.add(handle);
        start();
        return () -> handles.remove(handle);
    }

    long consumerFailureCount() {
        return consumerFailures.sum();
    }

    void close() {
        closed = true;
        handles.clear();
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            connect();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        Future<?> unused = client.connectPubSubAsync(RedisClients.CODEC, uri)
                .toCompletableFuture()
                .thenCompose(this::listen)
                .whenComplete((done, failure) -> {
                    if (failure != null && !closed) {
                        LOG.debug("The channel {} is not there yet", name, failure);
                        Future<?> unusedRetry = client.getResources()
                                .eventExecutorGroup()
                                .schedule(
                                        this::connect, RedisClients.RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
                    }
                });
    }

    private CompletableFuture<Void> listen(StatefulRedisPubSubConnection<String, byte[]> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, byte[] message) {
                dispatch(message);
            }
        });
        return connection.async().subscribe(name).toCompletableFuture().whenComplete((done, failure) -> {
            if (failure != null) {
                CompletableFuture<Void> unused = connection.closeAsync(); // the next attempt makes another
            }
        });
    }

    private void dispatch(byte[] message) {
        if (handles.isEmpty()) {
            return;
        }
        T read = reader.apply(message);
        if (read == null) {
            return;
        }
        for (Handle<T> handle : handles) {
            try {
                handle.consumer.accept(read);
            } catch (RuntimeException failed) {
                consumerFailures.increment();
                LOG.debug("A consumer of the channel {} failed", name, failed);
            }
        }
    }

    /** Makes each subscription its own, even of one consumer twice. */
    private static final class Handle<T> {
        private final Consumer<T> consumer;

        private Handle(Consumer<T> consumer) {
            this.consumer = consumer;
        }
    }
}
